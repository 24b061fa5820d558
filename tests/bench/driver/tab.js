// One tab.
import { install } from './probe.js';

/** How long something may take to show, in milliseconds. */
const PATIENCE = 600_000;

export class Tab {
  #browser;
  #target;
  #session;

  constructor(browser, target, session) {
    this.#browser = browser;
    this.#target = target;
    this.#session = session;
  }

  static async prepare(browser, target, session) {
    const tab = new Tab(browser, target, session);
    await tab.send('Page.enable');
    await tab.send('Runtime.enable');
    await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${install})()` });
    return tab;
  }

  send(method, params = {}) {
    return this.#browser.send(method, params, this.#session);
  }

  /** Calls back with every event until the function it gives is called. */
  listen(callback) {
    return this.#browser.listen(this.#session, callback);
  }

  /** Opens an address. What it becomes is waited for with [`holds`]. */
  async open(url) {
    const { errorText } = await this.send('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
  }

  /** Runs a function in the page; its promise is waited for. */
  async run(code, ...args) {
    const expression = `(${code})(...${JSON.stringify(args)})`;
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until a function gives something true in the page; gives that. */
  async holds(what, code, ...args) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      // The page may be on its way to another.
      const found = await this.run(code, ...args).catch(() => undefined);
      if (found) return found;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; there is: ${await this.glance()}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  /** What a person would see, in short. */
  glance() {
    return this.run(() => `${location.pathname} · ${document.body?.innerText.replace(/\s+/g, ' ').slice(0, 300)}`).catch(String);
  }

  /** Brings it to the front. */
  async front() {
    await this.send('Page.bringToFront');
  }

  /** A real click in the middle of an element that is in view. */
  async click(selector) {
    const at = await this.run(selector => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, selector);
    if (!at) throw new Error(`there is no ${selector}; there is: ${await this.glance()}`);
    const mouse = type => this.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 });
    await mouse('mouseMoved');
    await mouse('mousePressed');
    await mouse('mouseReleased');
  }

  /** A real key press that types a letter. */
  async type(letter) {
    const key = { key: letter, text: letter, unmodifiedText: letter };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
  }

  async close() {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }
}
