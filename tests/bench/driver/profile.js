// Where the time goes: the browser's CPU profiles of a page's slow paths, one of its own actions at a time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Microseconds between samples. */
const INTERVAL = 200;
/** Functions that are named of each profile. */
const SHOWN = 16;
/** What only carries a call from the browser to the code that is meant. */
const CARRIERS = /^(\((root|idle)\)|real |js-to-wasm|wasm-to-js|wasm_bindgen|js_sys::|handleError)/;
/** The browser's own work, which a profile calls (program): names of its counters, in seconds. */
const COUNTERS = { ScriptDuration: 'script', RecalcStyleDuration: 'style', LayoutDuration: 'layout', TaskDuration: 'all' };

/** Profiles what `act` does in a tab, writes it for the developer tools and says what took most of it. */
export async function profile(folder, name, tab, say, act) {
  await tab.send('Performance.enable');
  await tab.send('Profiler.enable');
  await tab.send('Profiler.setSamplingInterval', { interval: INTERVAL });
  const before = await counters(tab);
  await tab.send('Profiler.start');
  await act();
  const taken = (await tab.send('Profiler.stop')).profile;
  const after = await counters(tab);
  await tab.send('Profiler.disable');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(taken));
  // A page that was opened anew counts from nothing.
  const spent = Object.entries(COUNTERS).map(([counter, word]) => {
    const since = after[counter] < before[counter] ? 0 : before[counter];
    return `${word} ${Math.round((after[counter] - since) * 1000)}`;
  });
  say(`${name}: ms by the browser's counters: ${spent.join(', ')}`);
  say('      own  in all');
  for (const { title, own, all } of heaviest(taken).slice(0, SHOWN)) {
    say(`${own.toFixed(1).padStart(9)} ${all.toFixed(1).padStart(7)}  ${title}`);
  }
}

async function counters(tab) {
  const { metrics } = await tab.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Functions by the time in them and what they call, in milliseconds; idling and what only carries left out. */
function heaviest({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map(node => [node.id, { ...node, own: 0 }]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = byId.get(node.id);
  for (const [at, id] of samples.entries()) byId.get(id).own += timeDeltas[at] / 1000;
  const sums = new Map();
  for (const node of byId.values()) {
    if (node.own === 0) continue;
    const seen = new Set();
    for (let above = node; above; above = above.parent) {
      const name = title(above);
      if (!sums.has(name)) sums.set(name, { title: name, own: 0, all: 0 });
      if (above === node) sums.get(name).own += node.own;
      if (!seen.has(name)) sums.get(name).all += node.own;
      seen.add(name);
    }
  }
  return [...sums.values()].filter(({ title }) => !CARRIERS.test(title)).sort((a, b) => b.all - a.all);
}

/** A function's name, with its place where that is a script's. */
function title({ callFrame: { functionName, url, lineNumber } }) {
  const place = url && !url.includes('wasm') ? ` ${url.split('/').pop()}:${lineNumber + 1}` : '';
  // Without the hash that Rust ends a name with.
  return `${(functionName || '(anonymous)').replace(/::h[0-9a-f]{16}$/, '')}${place}`;
}
