// Holdfast's own server as a process, and a person with a project of so many tasks in it.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { orderKey, random, tasks, uuid } from '../shared/data.js';

const PERSON = { name: 'Ada', email: 'ada@holdfast.example', password: 'correct horse battery' };
/** Operations in one push: the most the server takes. */
const BATCH = 200;

export class Holdfast {
  #program;
  #data;
  #address = '127.0.0.1:0';
  #process;
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
    const register = await this.#post('auth/register', PERSON);
    const cookie = register.headers.getSetCookie().map(one => one.split(';')[0]).join('; ');
    const account = (await (await this.#get('users/me', cookie)).json()).person.id;
    const { scopes, protocol } = await (await this.#post('sync/pull', { epoch: null, scopes: {} }, cookie)).json();
    const scope = scopes.find(one => one !== account);
    const next = random(seed + 1);
    const now = Date.now();
    const client = uuid(now, next);
    let number = 0;
    const create = (kind, id, fields) => ({
      format: 1, op_id: uuid(now, next), client_id: client, client_seq: ++number, author: account, at: now, scope, kind, id, base: 0,
      action: { create: fields },
    });
    const push = async operations => {
      const answer = await (await this.#post('sync/push', { protocol, account, client, operations }, cookie)).json();
      const refused = answer.results.find(result => !result.outcome.accepted);
      if (refused) throw new Error(`not taken: ${JSON.stringify(refused)}`);
    };
    const project = uuid(now, next);
    await push([create('project', project, { name: 'The harbour', description: '', order: orderKey(0) })]);
    const common = { project, description: '', due: null, assignees: [], time_spent: 0, archived: false };
    const all = tasks(count, seed).map(({ id, ...fields }) => ({ id, fields: { ...common, ...fields } }));
    for (let at = 0; at < all.length; at += BATCH) {
      await push(all.slice(at, at + BATCH).map(({ id, fields }) => create('task', id, fields)));
    }
    return `/e/${scope}/p/${project}`;
  }

  #get(path, cookie) {
    return checked(fetch(`${this.origin}/api/v1/${path}`, { headers: { cookie } }));
  }

  #post(path, body, cookie = '') {
    const headers = { origin: this.origin, 'content-type': 'application/json', cookie };
    return checked(fetch(`${this.origin}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
  }
}

async function checked(promise) {
  const response = await promise;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response;
}
