// Holdfast's own server as a process, and a person with a project of so many tasks in it, or a hub of so many sessions.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { orderKey, random, sessions, tasks, uuid } from '../shared/data.js';

const PERSON = { name: 'Ada', email: 'ada@holdfast.example', password: 'correct horse battery' };
/** Operations in one push: the most the server takes. */
const BATCH = 200;

export class Holdfast {
  #program;
  #data;
  #address = '127.0.0.1:0';
  #process;
  #room;
  person = PERSON;

  /** Of the program, with its data in a folder of its own. */
  constructor(program, data) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
    this.#program = program;
    this.#data = data;
  }

  get origin() {
    return `http://${this.#address}`;
  }

  async open() {
    this.#process = spawn(this.#program, ['--listen', this.#address, '--log', 'warn', '--data', this.#data], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.#process.stdout });
    const said = await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      this.#process.once('error', reject).once('exit', code => reject(new Error(`the server ended with ${code}`)));
    });
    const address = /^listening on http:\/\/(.+)$/.exec(said)?.[1];
    if (!address) throw new Error(`the server says: ${said}`);
    this.#address = address;
  }

  async close() {
    if (!this.#process || this.#process.exitCode !== null) return;
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** Makes the person and the tasks, as a device of theirs would. Gives the path of the project's page. */
  async fill(count, seed) {
    const { scope, create, push, id } = await this.#found(seed);
    const project = id();
    await push([create('project', project, { name: 'The harbour', description: '', order: orderKey(0) })]);
    const common = { project, description: '', due: null, assignees: [], time_spent: 0, archived: false };
    await push(tasks(count, seed).map(({ id, ...fields }) => create('task', id, { ...common, ...fields })));
    return `/e/${scope}/p/${project}`;
  }

  /** Makes the person and so many sessions. Gives the path of the hub, and of one session. */
  async fillHub(count, seed) {
    const { scope, cookie, create, push, id } = await this.#found(seed);
    const common = { description: '', state: 'active', seats: 200, participants: [] };
    const all = sessions(count, seed).map(fields => ({ id: id(), fields: { ...common, ...fields } }));
    await push(all.map(({ id, fields }) => create('session', id, fields)));
    this.#room = { scope, session: all[0].id, cookie };
    return { hub: `/e/${scope}/sessions`, room: `/e/${scope}/s/${all[0].id}` };
  }

  /** So many others join the engagement. Gives, for each, what tells the server that they are in that session's room. */
  async people(count, seed) {
    const { scope, session, cookie } = this.#room;
    const next = random(seed + 2);
    const { token } = await (await this.#post(`engagements/${scope}/invites`, { role: 'editor' }, cookie)).json();
    const all = [];
    for (let at = 0; at < count; at++) {
      const name = `Person ${at + 1}`;
      const own = cookies(await this.#post('auth/register', { ...PERSON, name, email: `person.${at}@holdfast.example` }));
      await this.#post(`invites/${token}/accept`, {}, own);
      const tab = uuid(Date.now(), next);
      all.push(doing => this.#post(`scopes/${scope}/records/${session}/presence`, { tab, doing, wait: 0 }, own));
    }
    return all;
  }

  /** The person with an account, and what makes records of theirs as a device would. */
  async #found(seed) {
    const cookie = cookies(await this.#post('auth/register', PERSON));
    const account = (await (await this.#get('users/me', cookie)).json()).person.id;
    const { scopes, protocol } = await (await this.#post('sync/pull', { epoch: null, scopes: {} }, cookie)).json();
    const scope = scopes.find(one => one !== account);
    const next = random(seed + 1);
    const now = Date.now();
    const id = () => uuid(now, next);
    const client = id();
    let number = 0;
    const create = (kind, id, fields) => ({
      format: 1, op_id: uuid(now, next), client_id: client, client_seq: ++number, author: account, at: now, scope, kind, id, base: 0,
      action: { create: fields },
    });
    const push = async all => {
      for (let at = 0; at < all.length; at += BATCH) {
        const body = { protocol, account, client, operations: all.slice(at, at + BATCH) };
        const answer = await (await this.#post('sync/push', body, cookie)).json();
        const refused = answer.results.find(result => !result.outcome.accepted);
        if (refused) throw new Error(`not taken: ${JSON.stringify(refused)}`);
      }
    };
    return { scope, cookie, create, push, id };
  }

  #get(path, cookie) {
    return checked(fetch(`${this.origin}/api/v1/${path}`, { headers: { cookie } }));
  }

  #post(path, body, cookie = '') {
    const headers = { origin: this.origin, 'content-type': 'application/json', cookie };
    return checked(fetch(`${this.origin}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
  }
}

/** What a browser would send back. */
const cookies = response => response.headers.getSetCookie().map(one => one.split(';')[0]).join('; ');

async function checked(promise) {
  const response = await promise;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response;
}
