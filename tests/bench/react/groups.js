// Tasks as the list shows them: a heading for each status, then its tasks in their order.
import { STATUSES } from '../shared/data.js';

const texts = new WeakMap();

/** What is searched of a task, made once for each state of it. */
function text(task) {
  let known = texts.get(task);
  if (known === undefined) texts.set(task, (known = task.title.toLowerCase()));
  return known;
}

/** The tasks whose titles have the text in them. */
export function filtered(tasks, filter) {
  const wanted = filter.trim().toLowerCase();
  return wanted === '' ? tasks : tasks.filter(task => text(task).includes(wanted));
}

const byOrder = (a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0);

/** `{ status, count }` for a heading, `{ task }` for a row. */
export function items(tasks) {
  const groups = new Map(STATUSES.map(status => [status, []]));
  for (const task of tasks) groups.get(task.status).push(task);
  const all = [];
  for (const [status, rows] of groups) {
    all.push({ status, count: rows.length });
    rows.sort(byOrder);
    for (const task of rows) all.push({ task });
  }
  return all;
}
