// Measures the pages side by side. Its one argument is the configuration as JSON; the rows go to stdout, progress to stderr.
import { join } from 'node:path';
import { Chromium } from './chromium.js';
import { hub } from './hub.js';
import { secondTab, tick, toggle } from './lines/edits.js';
import { filter, inTitles, type } from './lines/filter.js';
import { firstLoad, warmLoad } from './lines/load.js';
import { memory } from './lines/memory.js';
import { downAndUp, scroll } from './lines/scroll.js';
import { profile } from './profile.js';
import { settle } from './rounds.js';
import { Ours, Theirs, whole } from './sides.js';

const config = JSON.parse(process.argv[2]);
const say = text => process.stderr.write(`  ${text}\n`);
const chosen = lines => lines.filter(line => line.name.includes(config.only));

/** Everyone's pages, served. */
async function serve(count, label) {
  const sides = [new Ours(config, label), ...Object.keys(config.pages).map(name => new Theirs(config, name))];
  for (const side of sides) {
    say(`${side.name}: serving ${count} tasks`);
    await side.start(count, config.seed);
  }
  return sides;
}

/** What is measured of visits without data. */
async function visits() {
  const lines = chosen([firstLoad]);
  if (lines.length === 0) return [];
  const sides = await serve(0, 'empty');
  const browser = new Chromium(config.chromium, join(config.work, 'profile'));
  try {
    return await measure(lines, { browser, sides });
  } finally {
    await end(browser, sides);
  }
}

/** What is measured of so many tasks. */
async function list(size) {
  const lines = chosen([toggle, secondTab, filter, scroll, warmLoad, memory]);
  if (lines.length === 0 && !config.profile) return [];
  const sides = await serve(size, String(size));
  const browser = new Chromium(config.chromium, join(config.work, 'profile'));
  try {
    for (const side of sides) {
      const open = async tab => {
        await tab.open(side.url);
        await whole(tab, size);
        await settle();
      };
      side.tab = await browser.tab();
      side.reload = () => open(side.tab);
      side.another = async () => {
        const tab = await browser.tab();
        await open(tab);
        return tab;
      };
      say(`${side.name}: first visit to ${size} tasks`);
      const begun = performance.now();
      await side.enter(side.tab, size);
      say(`${side.name}: all is there after ${Math.round(performance.now() - begun)} ms`);
      await settle();
      // Once more as later visits are.
      await side.reload();
    }
    if (config.profile) for (const side of sides) await profiles(side, size);
    return await measure(lines, { browser, sides, size });
  } finally {
    await end(browser, sides);
  }
}

/** Profiles of what is slow with many tasks. */
async function profiles(side, size) {
  const of = (action, tab, act) => profile(config.profile, `${side.name}-${size}-${action}`, tab, say, act);
  await side.tab.front();
  await of('toggle', side.tab, () => tick(side));
  side.other = await side.another();
  await of('second-tab', side.other, () => tick(side));
  await side.other.close();
  side.other = undefined;
  await of('keystroke', side.tab, () => type(side, inTitles(size, config.seed)));
  await side.tab.front();
  await side.tab.run(() => scrollTo(0, 0));
  await of('scroll', side.tab, () => downAndUp(side.tab));
  await of('load', side.tab, () => side.reload());
}

async function measure(lines, place) {
  const all = [];
  for (const line of lines) {
    say(`${line.name}${place.size ? ` at ${place.size}` : ''}`);
    for (const row of await line.measure({ ...place, runs: config.runs, seed: config.seed })) {
      say(JSON.stringify(row));
      all.push(row);
    }
  }
  return all;
}

async function end(browser, sides) {
  await browser.end();
  for (const side of sides) await side.server.close();
}

const browser = new Chromium(config.chromium, join(config.work, 'profile'));
const version = await browser.version();
await browser.end();
const rows = await visits();
for (const size of config.sizes) rows.push(...(await list(size)));
if ('hub'.includes(config.only)) rows.push(...(await hub(config, say)));
process.stdout.write(JSON.stringify({ rows, browser: version }));
