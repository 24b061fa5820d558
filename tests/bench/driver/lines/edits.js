// What an edit takes: in the tab where it is made, and in another.
import { medians, rows, settle } from '../rounds.js';

/** The group whose first row is ticked: the first on the page, so that its count is in view. */
const GROUP = 'backlog';

/** Ticks the first row by a real click; `check` runs in every tab that is told to look. */
export async function tick({ tab, other }) {
  await tab.front();
  const before = await tab.run(group => (scrollTo(0, 0), window.probe.count(group)), GROUP);
  const gone = `() => window.probe.count('${GROUP}') === ${before - 1}`;
  const arm = code => `() => { ${code}; }`;
  await tab.run(arm(`window.taken = window.probe.from('click', ${gone})`));
  await other?.run(arm(`window.taken = window.probe.at(${gone})`));
  await tab.click('li.task .task-done');
  const here = await tab.run(() => window.taken);
  const there = other && await other.run(() => window.taken);
  await settle();
  return { ...here, there };
}

export const toggle = {
  name: 'toggle',
  async measure({ sides, size, runs }) {
    const measured = await medians(sides, runs, async side => {
      const { dom, paint } = await tick({ tab: side.tab });
      return { dom, paint };
    });
    return rows(size, 'ms', { paint: 'toggle → paint', dom: 'toggle → DOM' }, measured);
  },
};

export const secondTab = {
  name: 'second tab',
  async measure({ sides, size, runs }) {
    for (const side of sides) side.other = await side.another();
    const measured = await medians(sides, runs, async side => {
      const { begun, paint, there } = await tick(side);
      return { all: there - begun, lag: there - begun - paint };
    });
    for (const side of sides) {
      await side.other.close();
      side.other = undefined;
    }
    return rows(size, 'ms', { all: 'toggle → second tab’s paint', lag: 'first tab’s paint → second tab’s' }, measured);
  },
};
