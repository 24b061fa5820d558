// The browser, by the DevTools protocol over a pair of pipes: no port, no package.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Tab } from './tab.js';

const ARGS = [
  '--headless',
  '--remote-debugging-pipe',
  // CI runs as root, and the pages are ours.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  // A second tab paints and runs as one in a window of its own on a second screen would.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--window-size=1280,900',
  'about:blank',
];

/** How long a command may stay without an answer, in milliseconds. */
const PATIENCE = 120_000;

export class Chromium {
  #process;
  #profile;
  #next = 1;
  #waiting = new Map();
  #listeners = new Set();
  #received = '';

  /** Starts one on an unused profile. */
  constructor(program, profile) {
    rmSync(profile, { recursive: true, force: true });
    this.#profile = profile;
    this.#process = spawn(program, [`--user-data-dir=${profile}`, ...ARGS], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.#process.stdio[4].setEncoding('utf8').on('data', text => this.#read(text));
    this.#process.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser has ended'));
      this.#waiting.clear();
    });
  }

  #read(text) {
    const parts = (this.#received + text).split('\0');
    this.#received = parts.pop();
    for (const part of parts) this.#take(JSON.parse(part));
  }

  #take(message) {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const { resolve, reject, method } = this.#waiting.get(message.id) ?? {};
    this.#waiting.delete(message.id);
    if (message.error) reject?.(new Error(`${method}: ${message.error.message}`));
    else resolve?.(message.result);
  }

  /** Sends a command, to a tab's session or to the browser. */
  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE);
      const settle = end => value => (clearTimeout(late), end(value));
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject), method });
    });
  }

  /** Calls back with every event of a session until the function it gives is called. */
  listen(sessionId, callback) {
    const listener = message => message.sessionId === sessionId && callback(message.method, message.params);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new tab in a window of its own. With a context, one that shares nothing with the others. */
  async tab(browserContextId = undefined) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', newWindow: true, width: 1280, height: 900, browserContextId });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return Tab.prepare(this, targetId, sessionId);
  }

  /** A tab with nothing in its caches and storage, for as long as `use` runs. */
  async fresh(use) {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    try {
      return await use(await this.tab(browserContextId));
    } finally {
      await this.send('Target.disposeBrowserContext', { browserContextId });
    }
  }

  /** Its name and version. */
  async version() {
    return (await this.send('Browser.getVersion')).product;
  }

  /** Ends it and removes its profile. */
  async end() {
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
    try {
      rmSync(this.#profile, { recursive: true, force: true });
    } catch {
      // Its children write until they notice; what is left then is removed by the next start.
    }
  }
}
