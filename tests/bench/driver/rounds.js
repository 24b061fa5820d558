// Interleaved runs: what disturbs the machine for a while disturbs every side alike.

/** Takes `runs` samples of every side in turn, after one that does not count. Gives the medians by the sides' names. */
export async function medians(sides, runs, sample) {
  const all = new Map(sides.map(side => [side.name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const side of sides) {
      const taken = await sample(side, run);
      if (run > 0) all.get(side.name).push(taken);
    }
  }
  return Object.fromEntries([...all].map(([name, samples]) => [name, combined(samples)]));
}

/** The median of numbers, or of each field of records of numbers. */
function combined(samples) {
  if (typeof samples[0] === 'number') return median(samples);
  return Object.fromEntries(Object.keys(samples[0]).map(key => [key, median(samples.map(sample => sample[key]))]));
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** Long enough for a page to write what it keeps and fall silent, in milliseconds. */
const SETTLED = 1500;

export const settle = () => new Promise(resolve => setTimeout(resolve, SETTLED));

/** The rows of a line: one for each of the record's fields that has a name. */
export function rows(size, unit, names, measured) {
  return Object.entries(names).map(([field, name]) => ({
    name, size, unit,
    ...Object.fromEntries(Object.entries(measured).map(([side, taken]) => [side, taken[field]])),
  }));
}
