// One way of timing for both sides.
//
// A side is { run(number), restore?() }. `run` does operation `number` and gives a checksum of what its readers saw, or a
// promise of one. Where there is a `restore`, an operation has to be undone before the next: it is not timed, and gives the
// checksum instead. Both sides do the same sequence of operations, each as far as it gets; what both did must agree.

/** A sample lasts at least so long, in milliseconds: a hundred times the clock's grain and more. */
const SAMPLE = 4;

/** Each side is warmed up for so long, and so often. */
const WARM_UP = { milliseconds: 400, operations: 3 };

/** Medians of interleaved samples: microseconds a unit, of which an operation has `line.units`. */
export async function measure(line, runs) {
  const sides = [await timed(line.ours()), await timed(await line.peer())];
  for (const side of sides) await warmUp(side);
  for (let run = 0; run < runs; run += 1) {
    for (const side of sides) side.samples.push(await sample(side, side.repeat));
  }
  const [ours, peer] = sides;
  agree(line.name, ours.sums, peer.sums);
  for (const side of sides) side.stop?.();
  return { name: line.name, unit: line.unit, ours: median(ours.samples) / line.units, peer: median(peer.samples) / line.units };
}

const timed = side => ({ ...side, number: 0, sums: [], samples: [], repeat: 1 });

async function warmUp(side) {
  const start = performance.now();
  let best = Infinity;
  while (side.number < WARM_UP.operations || performance.now() - start < WARM_UP.milliseconds) {
    best = Math.min(best, await sample(side, 1));
  }
  if (!side.restore) side.repeat = Math.max(1, Math.ceil((SAMPLE * 1000) / Math.max(best, 0.5)));
}

/** Microseconds an operation. */
async function sample(side, repeat) {
  const { run, sums } = side;
  let { number } = side;
  const start = performance.now();
  for (let left = repeat; left > 0; left -= 1) {
    const sum = run(number);
    // An `await` of a number would cost a turn that only promises need.
    sums.push(typeof sum === 'number' ? sum : await sum);
    number += 1;
  }
  const took = performance.now() - start;
  side.number = number;
  if (side.restore) sums[sums.length - 1] = await side.restore();
  return (took * 1000) / repeat;
}

function agree(name, ours, peer) {
  const both = Math.min(ours.length, peer.length);
  for (let number = 0; number < both; number += 1) {
    if (ours[number] !== peer[number] || !Number.isFinite(ours[number])) {
      throw new Error(`${name}: operation ${number} read ${ours[number]} on our side and ${peer[number]} on the peer's`);
    }
  }
}

function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
