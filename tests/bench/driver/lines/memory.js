// What a page with all its tasks weighs: JavaScript after a collection, and WebAssembly's memory.
import { medians, rows } from '../rounds.js';

/** Megabytes. */
const MB = 1_000_000;

async function wasm(tab) {
  const { result } = await tab.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await tab.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const sum = 'function () { return this.reduce((bytes, memory) => bytes + memory.buffer.byteLength, 0); }';
  const counted = await tab.send('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: sum, returnByValue: true });
  return counted.result.value;
}

export const memory = {
  name: 'memory',
  async measure({ sides, size }) {
    const measured = await medians(sides, 1, async side => {
      await side.reload();
      const { tab } = side;
      await tab.send('HeapProfiler.enable');
      for (let time = 0; time < 2; time++) await tab.send('HeapProfiler.collectGarbage');
      const { usedSize } = await tab.send('Runtime.getHeapUsage');
      await tab.send('HeapProfiler.disable');
      const linear = await wasm(tab);
      return { all: (usedSize + linear) / MB, linear: linear / MB };
    });
    return rows(size, 'MB', { all: 'memory', linear: 'of it WebAssembly’s' }, measured);
  },
};
