// The same screen with nothing but the browser: what this machine allows.
import { element, heading, row } from './draw.js';
import { Groups } from './groups.js';
import * as store from './store.js';

const HEADING = 36;
const ROW = 38;
const BEYOND = 600;
/** Rows that are kept apart for the next start. */
const FIRST = 60;

const filter = element('input', { type: 'search', className: 'task-filter', ariaLabel: 'Filter' });
const found = element('output', { className: 'found' });
const list = element('ol', { className: 'rows' });
document.getElementById('root').append(element('main', {}, element('div', { className: 'head' }, filter, found), list));

let tasks = new Map();
let texts = new Map();
let groups = new Groups([]);
let result = { wanted: '', tasks: [] };
let drawn = new Map();
const above = list.offsetTop;

/** Draws what is in view; what is there already stays. */
function draw() {
  const from = scrollY - above - BEYOND;
  const { items, height } = groups.window(from, from + innerHeight + 2 * BEYOND, HEADING, ROW);
  const next = new Map();
  for (const item of items) {
    const key = item.task?.id ?? item.status;
    const was = drawn.get(key);
    const same = was && was.task === item.task && was.count === item.count;
    const place = same ? was.place : element('div', { className: 'place' }, item.task ? row(item.task, change) : heading(item));
    if (!same) list.append(place);
    if (was?.top !== item.top || !same) place.style.transform = `translateY(${item.top}px)`;
    next.set(key, { ...item, place });
  }
  for (const [key, { place }] of drawn) if (next.get(key)?.place !== place) place.remove();
  drawn = next;
  list.style.height = `${height}px`;
  found.textContent = result.tasks.length;
}

/** Searches, within the last result while the text only grows. */
function search() {
  const wanted = filter.value.trim().toLowerCase();
  const within = wanted.startsWith(result.wanted) && result.wanted !== '' ? result.tasks : [...tasks.values()];
  result = { wanted, tasks: wanted === '' ? within : within.filter(task => texts.get(task.id).includes(wanted)) };
  groups = new Groups(result.tasks);
  draw();
}

function take(all) {
  tasks = new Map(all.map(task => [task.id, task]));
  texts = new Map(all.map(task => [task.id, task.title.toLowerCase()]));
  result = { wanted: '', tasks: all };
  search();
}

const others = new BroadcastChannel('plain');

function put(before, after) {
  tasks.set(after.id, after);
  texts.set(after.id, after.title.toLowerCase());
  groups.replace(before, after);
  draw();
}

function change(task, fields) {
  const after = { ...task, ...fields };
  put(task, after);
  others.postMessage(after);
  setTimeout(async () => {
    await store.write(after);
    await store.writeFirst(first());
    await fetch(`/api/tasks/${task.id}`, { method: 'PATCH', body: JSON.stringify(fields) });
  });
}

others.onmessage = ({ data }) => put(tasks.get(data.id), data);

/** The first screen: its rows and every group's count. */
function first() {
  const all = groups.entries();
  return { rows: all.flatMap(([, rows]) => rows.slice(0, FIRST)).slice(0, FIRST), counts: all.map(([, rows]) => rows.length) };
}

addEventListener('scroll', draw, { passive: true });
addEventListener('resize', draw);
filter.addEventListener('input', search);
addEventListener('load', () => navigator.serviceWorker.register('/worker.js'));

await store.open();
const kept = await store.readFirst();
if (kept) {
  result = { wanted: '', tasks: kept.rows };
  groups = new Groups(kept.rows);
  draw();
}
const stored = await store.readAll();
if (stored.length > 0) {
  take(stored);
} else {
  take(await (await fetch('/api/tasks')).json());
  await store.writeAll([...tasks.values()]);
  await store.writeFirst(first());
}
