// Tasks by status, in their order: one change costs one removal and one insertion.
import { STATUSES } from '../shared/data.js';

export class Groups {
  #groups = new Map(STATUSES.map(status => [status, []]));

  constructor(tasks) {
    for (const task of tasks) this.#groups.get(task.status).push(task);
    for (const rows of this.#groups.values()) rows.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  }

  /** `[status, tasks]`, in order. */
  entries() {
    return [...this.#groups];
  }

  /** The place of an order in a group, or where it would be. */
  #place(rows, order) {
    let low = 0;
    for (let high = rows.length; low < high;) {
      const middle = (low + high) >> 1;
      if (rows[middle].order < order) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  replace(before, after) {
    const from = this.#groups.get(before.status);
    const at = this.#place(from, before.order);
    if (from[at]?.id === before.id) from.splice(at, 1);
    const to = this.#groups.get(after.status);
    to.splice(this.#place(to, after.order), 0, after);
  }

  /** So many tasks from one of the flat list on, headings counted: `{ top, status, count }` or `{ top, task }`. */
  window(from, until, heading, row) {
    const items = [];
    let top = 0;
    for (const [status, rows] of this.#groups) {
      if (top + heading > from && top < until) items.push({ top, status, count: rows.length });
      top += heading;
      const first = Math.max(0, Math.floor((from - top) / row));
      const last = Math.min(rows.length, Math.ceil((until - top) / row));
      for (let at = first; at < last; at++) items.push({ top: top + at * row, task: rows[at] });
      top += rows.length * row;
    }
    return { items, height: top };
  }
}
