// The tasks of every side: the same for the same number and seed, in the order of their status.

/** How far a task is, in the order of the groups; Holdfast's own names. */
export const STATUSES = ['backlog', 'todo', 'in_progress', 'in_review', 'done'];

const VERBS = ['Call', 'Check', 'Draft', 'Fix', 'Measure', 'Move', 'Order', 'Paint', 'Plan', 'Review', 'Sort', 'Write'];
const THINGS = ['the anchor', 'the invoice', 'the harbour map', 'the ladder', 'the mooring', 'the north door', 'the report',
  'the rota', 'the sail', 'the signal lamp', 'the survey', 'the winch'];
const PLACES = ['at the quay', 'before the storm', 'for the guests', 'in the shed', 'on deck', 'with the pilot'];
const TAGS = ['auth', 'crew', 'legal', 'repair', 'safety', 'supply'];
const PRIORITIES = ['low', 'medium', 'high', 'urgent'];

/** Numbers in [0, 1), always the same for a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A version 7 UUID of that time with randomness from `next`. */
export function uuid(at, next) {
  const hex = (number, digits) => number.toString(16).padStart(digits, '0');
  const part = () => Math.floor(next() * 2 ** 16);
  return `${hex(Math.floor(at / 2 ** 16), 8)}-${hex(at % 2 ** 16, 4)}-7${hex(part() % 4096, 3)}-`
    + `${hex(0x8000 | (part() % 0x4000), 4)}-${hex(part(), 4)}${hex(part(), 4)}${hex(part(), 4)}`;
}

/** The key of a place in an order: five digits of base 36 and a last one, as Holdfast's keys must not end in a zero. */
export const orderKey = place => `${place.toString(36).padStart(5, '0').toUpperCase()}5`;

/** So many tasks: `{ id, title, status, priority, tags, order }`. */
export function tasks(count, seed) {
  const next = random(seed);
  const pick = list => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, (_, place) => ({
    id: uuid(1_760_000_000_000 + place, next),
    title: `${pick(VERBS)} ${pick(THINGS)} ${pick(PLACES)} ${place}`,
    status: pick(STATUSES),
    priority: pick(PRIORITIES),
    tags: next() < 0.5 ? [] : [pick(TAGS)],
    order: orderKey(place),
  }));
}

/** So many sessions: `{ name, tags }`. */
export function sessions(count, seed) {
  const next = random(seed);
  const pick = list => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, (_, place) => ({
    name: `${pick(VERBS)} ${pick(THINGS)} ${pick(PLACES)} ${place}`,
    tags: next() < 0.5 ? [] : [pick(TAGS)],
  }));
}
