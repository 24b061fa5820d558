// What a visit takes: the first with empty caches, and later ones with no network at all.
import { medians, rows, settle } from '../rounds.js';

/** A mid-range phone on a slow network, as Lighthouse has it. */
const SLOW = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER_CPU = 4;

async function visit(browser, side, slow) {
  return browser.fresh(async tab => {
    await tab.send('Network.enable');
    if (slow) {
      await tab.send('Network.emulateNetworkConditions', { offline: false, ...SLOW });
      await tab.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_CPU });
    }
    let bytes = 0;
    const answers = new Map();
    tab.listen((method, { requestId, response, encodedDataLength }) => {
      if (method === 'Network.responseReceived') answers.set(requestId, response.url);
      const isFile = answers.has(requestId) && !new URL(answers.get(requestId)).pathname.startsWith('/api/');
      if (method === 'Network.loadingFinished' && isFile) bytes += encodedDataLength;
    });
    await tab.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `window.usable = window.probe.seen(() => document.querySelector(${JSON.stringify(side.usable)}))`,
    });
    await tab.open(`${side.server.origin}/`);
    await tab.holds('the page', () => document.readyState === 'complete' && performance.getEntriesByName('first-contentful-paint').length > 0);
    const usable = await tab.run(() => window.usable);
    const paint = await tab.run(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
    return { bytes: bytes / 1000, paint, usable };
  });
}

export const firstLoad = {
  name: 'first load',
  async measure({ browser, sides, runs }) {
    const quick = await medians(sides, runs, side => visit(browser, side, false));
    const slow = await medians(sides, runs, side => visit(browser, side, true));
    const names = { paint: 'first paint', usable: 'first visit usable' };
    const slowly = Object.fromEntries(Object.entries(names).map(([field, name]) => [field, `${name}, slow`]));
    return [
      ...rows(null, 'kB', { bytes: 'first load, brotli' }, quick),
      ...rows(null, 'ms', names, quick),
      ...rows(null, 'ms', slowly, slow),
    ];
  },
};

export const warmLoad = {
  name: 'warm load',
  async measure({ sides, size, runs }) {
    for (const side of sides) await side.server.close();
    const measured = await medians(sides, runs, async side => {
      await side.tab.front();
      await side.tab.open(side.url);
      await side.tab.holds('the first row', () => document.querySelector('li.task .task-title') !== null);
      const { paint } = await side.tab.run(() => window.probe.firstRow);
      await settle();
      return { paint };
    });
    for (const side of sides) {
      await side.server.open();
      await side.reload();
    }
    return rows(size, 'ms', { paint: 'warm offline load → first row' }, measured);
  },
};
