// What scrolling drops.
import { medians, rows, settle } from '../rounds.js';

const SPEED = 6000;
/** Pixels each way: 5 s in all. */
const WAY = 15_000;
/** A frame of the browser's own clock, in milliseconds. */
const PERIOD = 1000 / 60;

/** Scrolls a tab from its top down and back. */
export async function downAndUp(tab) {
  for (const yDistance of [-WAY, WAY]) {
    await tab.send('Input.synthesizeScrollGesture', { x: 640, y: 600, yDistance, speed: SPEED, gestureSourceType: 'mouse' });
  }
}

/** How many frames a tab drops while something is done. */
export async function dropped(tab, act) {
  await tab.run(period => window.probe.frames(period), PERIOD);
  await act();
  return tab.run(() => window.probe.endFrames());
}

/** The same while it is scrolled from its top down and back. */
export async function droppedInScrolling(tab) {
  await tab.front();
  await tab.run(() => scrollTo(0, 0));
  const frames = await dropped(tab, () => downAndUp(tab));
  await settle();
  return frames;
}

export const scroll = {
  name: 'scroll',
  async measure({ sides, size, runs }) {
    const measured = await medians(sides, runs, async ({ tab }) => ({ dropped: await droppedInScrolling(tab) }));
    return rows(size, 'frames', { dropped: 'dropped in 5 s of scrolling' }, measured);
  },
};
