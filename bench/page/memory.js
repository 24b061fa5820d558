// What 10,000 small answers that nobody observes weigh.
import { client as newClient } from './client.js';
import { note } from './record.js';

const ENTRIES = 10_000;

/** The length of the shortest title: no entry weighs less, in bytes. */
const LEAST = note(0).title.length;

/**
 * What the page holds, in bytes: all JavaScript as the browser measures it, and the module's memory, which the browser leaves
 * out. The module's is what it has taken from the browser, so what it allocated and freed again counts too, to 64 kB.
 */
async function held(memory) {
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  return bytes + memory.buffer.byteLength;
}

/**
 * A module of its own whose memory nothing was freed in yet: entries that fill the holes of other lines would seem to weigh
 * nothing.
 */
async function freshModule() {
  const ours = await import('/ours/bench.js?memory');
  const { memory } = await ours.default('/ours/bench_bg.wasm');
  return { store: new ours.Store(), memory };
}

/** Bytes an entry of what `fill` makes, and what it reads afterwards, which also keeps it alive until it was weighed. */
async function weigh(memory, fill, sum) {
  const before = await held(memory);
  fill();
  const bytes = ((await held(memory)) - before) / ENTRIES;
  // An entry has at least its title: less means that something was freed meanwhile, or is not measured at all.
  if (bytes < LEAST) throw new Error(`memory: ${bytes} bytes an entry cannot be`);
  return { bytes, sum: sum() };
}

export async function memory() {
  const { store, memory } = await freshModule();
  // Whatever is made on the first entry of all is not the entries' weight.
  store.fill(1);
  const ours = await weigh(memory, () => store.fill(ENTRIES), () => store.sum(ENTRIES));

  const client = newClient();
  const key = id => ['bench', 'note', id];
  client.setQueryData(key(0), note(0));
  const fill = () => {
    for (let id = 0; id < ENTRIES; id += 1) client.setQueryData(key(id), note(id));
  };
  const sum = () => {
    let all = 0;
    for (let id = 0; id < ENTRIES; id += 1) {
      const { version, title } = client.getQueryData(key(id));
      all += version + title.length;
    }
    return all;
  };
  const peer = await weigh(memory, fill, sum);
  client.clear();
  if (ours.sum !== peer.sum) throw new Error(`memory: ${ours.sum} on our side and ${peer.sum} on the peer's`);
  return { name: 'memory of 10,000 entries', unit: 'bytes an entry', ours: ours.bytes, peer: peer.bytes };
}
