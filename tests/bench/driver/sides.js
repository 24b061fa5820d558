// The pages that are measured: how each is served, filled and opened. All answer to the same names of classes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Holdfast } from './holdfast.js';
import { PageServer } from './serve.js';

/** Holdfast as it is shipped, with a person signed in. */
export class Ours {
  name = 'ours';
  /** Where the list is filtered. */
  filter = '.view-words';
  /** What is there once a first visit can go on. */
  usable = '#app main:not(.shell-main) :is(a, button, input)';
  #path = '/';

  constructor(config, label) {
    this.server = new Holdfast(config.holdfast, join(config.work, `data-${label}`));
  }

  async start(count, seed) {
    await this.server.open();
    if (count > 0) this.#path = await this.server.fill(count, seed);
  }

  get url() {
    return this.server.origin + this.#path;
  }

  /** The tab's first visit: signed in, and all of the server's data here. */
  async enter(tab, count) {
    await signIn(this.server, tab);
    await tab.open(this.url);
    await whole(tab, count);
    await synced(tab);
    await controlled(tab);
  }
}

/** Signs the server's person in. */
async function signIn(server, tab) {
  const { email, password } = server.person;
  await tab.open(`${server.origin}/sign-in`);
  await tab.holds('the form', () => document.querySelector('input[name=password]') !== null);
  for (const [name, text] of Object.entries({ email, password })) {
    await tab.run(name => document.querySelector(`input[name=${name}]`).select(), name);
    await tab.send('Input.insertText', { text });
  }
  await tab.click('form button[type=submit]');
  await tab.holds('to be signed in', () => document.querySelector('button.account') !== null);
}

/** Until the tab has nothing to fetch or send. */
const synced = tab => tab.holds('all to be synced', () => document.querySelector('button.sync')?.dataset.sync === 'synced');

/** Holdfast's hub, and one of its rooms. No other page has one. */
export class Hub {
  filter = '.view-words';

  constructor(config, name, count) {
    Object.assign(this, { name, count });
    this.server = new Holdfast(config.holdfast, join(config.work, `data-hub-${count}`));
  }

  async start(seed) {
    await this.server.open();
    const { hub, room } = await this.server.fillHub(this.count, seed);
    this.url = this.server.origin + hub;
    this.room = this.server.origin + room;
  }

  /** The tab's first visit. */
  async enter(tab) {
    await signIn(this.server, tab);
    await this.open(tab);
    await synced(tab);
  }

  /** Opens the hub. */
  async open(tab) {
    await tab.open(this.url);
    await tab.holds(`${this.count} sessions`, count => window.probe.found() === count, this.count);
  }

  /** Opens the room. */
  async openRoom(tab) {
    await tab.open(this.room);
    await tab.holds('the room', () => document.querySelector('.chat-say textarea') && document.querySelector('.room-here'));
  }
}

/** A page of `tests/bench` with a server of its own. */
export class Theirs {
  filter = '.task-filter';
  usable = '.task-filter';

  constructor(config, name) {
    this.name = name;
    const shared = file => readFileSync(join(config.shared, file), 'utf8');
    this.files = {
      '/': shared('index.html'), '/style.css': shared('style.css'), '/worker.js': shared('worker.js'),
      '/main.js': readFileSync(config.pages[name], 'utf8'),
    };
  }

  async start(count, seed) {
    this.server = new PageServer(this.files, count, seed);
    await this.server.open();
  }

  get url() {
    return `${this.server.origin}/`;
  }

  async enter(tab, count) {
    await tab.open(this.url);
    await whole(tab, count);
    await controlled(tab);
  }
}

/** Until the tab shows that it has all tasks. */
export function whole(tab, count) {
  const shows = count => {
    if (document.querySelector('.found')) return window.probe.found() === count;
    const heads = [...document.querySelectorAll('.status-count')].map(head => Number.parseInt(head.textContent.replace(/[^0-9]/g, ''), 10));
    return heads.reduce((sum, one) => sum + one, 0) === count;
  };
  return tab.holds(`${count} tasks`, shows, count);
}

/** Until a service worker would answer the next visit. */
const controlled = tab => tab.holds('the service worker', async () => Boolean((await navigator.serviceWorker.getRegistration())?.active));
