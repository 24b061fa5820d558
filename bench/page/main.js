// Measures every line and posts what it found to whoever served this page.
import init, * as ours from '/ours/bench.js';
import { calls } from './lines/calls.js';
import { fanOut } from './lines/fan-out.js';
import { invalidation } from './lines/invalidation.js';
import { mounting } from './lines/mounting.js';
import { sorted } from './lines/sorted.js';
import { memory } from './memory.js';
import { measure } from './timing.js';

const post = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body) });

async function main() {
  const asked = new URLSearchParams(location.search);
  const runs = Number(asked.get('runs') ?? 15);
  const only = asked.get('only') ?? '';
  if (!crossOriginIsolated) throw new Error('the page is not cross-origin isolated: its clock is too coarse');
  await init('/ours/bench_bg.wasm');
  const lines = [fanOut, invalidation, calls, mounting, sorted].flatMap(make => make(ours));
  const all = [
    // First: nothing else is in memory yet.
    { name: 'memory of 10,000 entries', measured: memory },
    ...lines.map(line => ({ name: line.name, measured: () => measure(line, runs) })),
  ];
  const rows = [];
  for (const { name, measured } of all.filter(line => line.name.includes(only))) {
    await post('/progress', name);
    rows.push(await measured());
  }
  await post('/report', { rows, browser: navigator.userAgent });
}

main().catch(error => post('/failed', `${error}\n${error.stack}`));
