// What a keystroke in the filter takes until the right count is painted.
import { tasks } from '../../shared/data.js';
import { median, medians, rows, settle } from '../rounds.js';

/** Its beginnings are in titles only: ours finds tasks by their labels too. */
const TYPED = 'moori';

/** How many of the names have each beginning of the typed word in them. */
export function expected(names) {
  return [...TYPED].map((_, at) => names.filter(name => name.toLowerCase().includes(TYPED.slice(0, at + 1))).length);
}

/** The same of tasks' titles. */
export const inTitles = (size, seed) => expected(tasks(size, seed).map(task => task.title));

/** Empties a field, as somebody does who deletes what is in it. */
export const clear = (tab, css) => tab.run(css => {
  const field = document.querySelector(css);
  Object.getOwnPropertyDescriptor(field.constructor.prototype, 'value').set.call(field, '');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}, css);

/** Types the word, letter by letter, and takes it back. */
export async function type({ tab, filter }, counts) {
  await tab.front();
  await tab.click(filter);
  const taken = [];
  let last = await tab.run(() => window.probe.found());
  for (const [at, letter] of [...TYPED].entries()) {
    const tells = counts[at] !== last;
    if (tells) await tab.run(`() => { window.taken = window.probe.from('keydown', () => window.probe.found() === ${counts[at]}); }`);
    await tab.type(letter);
    if (tells) taken.push((await tab.run(() => window.taken)).paint);
    last = counts[at];
  }
  await clear(tab, filter);
  await settle();
  return { first: taken[0], later: median(taken.slice(1)) };
}

export const filter = {
  name: 'keystroke',
  async measure({ sides, size, runs, seed }) {
    const counts = inTitles(size, seed);
    const measured = await medians(sides, runs, side => type(side, counts));
    return rows(size, 'ms', { later: 'keystroke → right count', first: 'first letter → right count' }, measured);
  },
};
