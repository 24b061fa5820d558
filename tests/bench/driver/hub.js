// The sessions hub and a room, of which there is one side: what many sessions and people cost beside few.
import { join } from 'node:path';
import { Chromium } from './chromium.js';
import { clear, expected, type } from './lines/filter.js';
import { dropped, droppedInScrolling } from './lines/scroll.js';
import { median, medians, rows, settle } from './rounds.js';
import { Hub } from './sides.js';
import { sessions } from '../shared/data.js';

/** Sessions in the hubs that are measured in turn. */
const FEW = 20;
const MANY = 2_000;
/** People in the room, with the one who looks. */
const PEOPLE = 50;
/** How long each of them types or rests, in milliseconds. */
const SPELL = 700;
/** How long frames are counted, in milliseconds. */
const LOOKED = 5_000;
const WORDS = 'high water';

const pause = length => new Promise(resolve => setTimeout(resolve, length));

/** All rows of it. */
export async function hub(config, say) {
  const sides = [new Hub(config, 'few', FEW), new Hub(config, 'many', MANY)];
  const browser = new Chromium(config.chromium, join(config.work, 'profile-hub'));
  try {
    for (const side of sides) {
      say(`hub: ${side.count} sessions`);
      await side.start(config.seed);
      side.tab = await browser.tab();
      await side.enter(side.tab);
      // Once more as later visits are.
      await side.open(side.tab);
      await settle();
    }
    const all = [...(await cards(config, sides)), ...(await room(config, sides[1], say))];
    for (const row of all) say(JSON.stringify(row));
    return all;
  } finally {
    await browser.end();
    for (const side of sides) await side.server.close();
  }
}

/** What finding and scrolling cost in a hub. */
async function cards({ runs, seed }, sides) {
  const counts = new Map(sides.map(side => [side, expected(sessions(side.count, seed).map(one => one.name))]));
  const found = await medians(sides, runs, side => type(side, counts.get(side)));
  const scrolled = await medians(sides, runs, async ({ tab }) => ({ dropped: await droppedInScrolling(tab) }));
  return sides.flatMap(({ name, count }) => [
    ...rows(count, 'ms', { later: 'hub: keystroke → right count' }, { ours: found[name] }),
    ...rows(count, 'frames', { dropped: 'hub: dropped in 5 s of scrolling' }, { ours: scrolled[name] }),
  ]);
}

/** What people who type in a room cost somebody who types there too, in turn with nobody. */
async function room({ runs, seed }, side, say) {
  say(`hub: a room with ${PEOPLE} people`);
  const others = await side.server.people(PEOPLE - 1, seed);
  await side.openRoom(side.tab);
  const rounds = [{ name: 'alone', people: 1, others: [] }, { name: 'crowd', people: PEOPLE, others }];
  const taken = await medians(rounds, runs, async ({ others }) => {
    const stop = busy(others);
    try {
      await side.tab.front();
      await side.tab.holds(`${others.length} others who write`, many => {
        const writes = document.querySelector('.chat-writing')?.textContent !== '';
        return writes === many > 0;
      }, others.length);
      return { letter: await letters(side.tab), dropped: await dropped(side.tab, () => pause(LOOKED)) };
    } finally {
      await stop();
    }
  });
  return rounds.flatMap(({ name, people }) => [
    ...rows(people, 'ms', { letter: 'room: keystroke → paint, people typing' }, { ours: taken[name] }),
    ...rows(people, 'frames', { dropped: 'room: dropped in 5 s, people typing' }, { ours: taken[name] }),
  ]);
}

/** Each types and rests in turn, out of step with the others, until the function it gives is called: then all rest. */
function busy(others) {
  let running = true;
  const one = async (say, at) => {
    await pause((SPELL * at) / others.length);
    while (running) {
      await say('writing');
      await pause(SPELL);
      await say('looking');
      await pause(SPELL);
    }
    await say('looking');
  };
  const all = others.map(one);
  return () => ((running = false), Promise.all(all));
}

/** Types some words where something new is said, letter by letter, and takes them back. */
async function letters(tab) {
  const field = '.chat-say textarea';
  await tab.run(field => document.querySelector(field).scrollIntoView({ block: 'center' }), field);
  await tab.click(field);
  const taken = [];
  for (const [at, letter] of [...WORDS].entries()) {
    const typed = JSON.stringify(WORDS.slice(0, at + 1));
    await tab.run(`() => { window.taken = window.probe.from('input', () => document.querySelector('${field}').value === ${typed}); }`);
    await tab.type(letter);
    taken.push((await tab.run(() => window.taken)).paint);
  }
  await clear(tab, field);
  return median(taken);
}
