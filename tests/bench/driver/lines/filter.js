// What a keystroke in the filter takes until the right count is painted.
import { tasks } from '../../shared/data.js';
import { median, medians, rows, settle } from '../rounds.js';

const TYPED = 'winch';

/** How many tasks have each beginning of the typed word in their titles. */
function expected(size, seed) {
  const titles = tasks(size, seed).map(task => task.title.toLowerCase());
  return [...TYPED].map((_, at) => titles.filter(title => title.includes(TYPED.slice(0, at + 1))).length);
}

async function type(tab, counts) {
  await tab.front();
  await tab.click('.task-filter');
  const taken = [];
  let last = await tab.run(() => window.probe.found());
  for (const [at, letter] of [...TYPED].entries()) {
    const tells = counts[at] !== last;
    if (tells) await tab.run(`() => { window.taken = window.probe.from('keydown', () => window.probe.found() === ${counts[at]}); }`);
    await tab.type(letter);
    if (tells) taken.push((await tab.run(() => window.taken)).paint);
    last = counts[at];
  }
  await tab.run(() => {
    const field = document.querySelector('.task-filter');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await settle();
  return { first: taken[0], later: median(taken.slice(1)) };
}

export const filter = {
  name: 'keystroke',
  async measure({ sides, size, runs, seed }) {
    const counts = expected(size, seed);
    const able = sides.filter(side => side.filter);
    const measured = await medians(able, runs, side => type(side.tab, counts));
    return rows(size, 'ms', { later: 'keystroke → right count', first: 'first letter → right count' }, measured);
  },
};
