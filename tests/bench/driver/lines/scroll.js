// What scrolling drops.
import { medians, rows, settle } from '../rounds.js';

const SPEED = 6000;
/** Pixels each way: 5 s in all. */
const WAY = 15_000;
/** A frame of the browser's own clock, in milliseconds. */
export const PERIOD = 1000 / 60;

/** Scrolls a tab from its top down and back. */
export async function downAndUp(tab) {
  for (const yDistance of [-WAY, WAY]) {
    await tab.send('Input.synthesizeScrollGesture', { x: 640, y: 600, yDistance, speed: SPEED, gestureSourceType: 'mouse' });
  }
}

export const scroll = {
  name: 'scroll',
  async measure({ sides, size, runs }) {
    const measured = await medians(sides, runs, async ({ tab }) => {
      await tab.front();
      await tab.run(period => { scrollTo(0, 0); window.probe.frames(period); }, PERIOD);
      await downAndUp(tab);
      const dropped = await tab.run(() => window.probe.endFrames());
      await settle();
      return { dropped };
    });
    return rows(size, 'frames', { dropped: 'dropped in 5 s of scrolling' }, measured);
  },
};
