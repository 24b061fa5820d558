// The same records as `src/record.rs` and `src/sorted.rs` make.

const title = 'Ask the bank for the statements';

export const record = (id, version) => ({ id, version, title, done: false });

export const note = id => ({ id, version: id, title: `Ask the bank for statement ${id}`, done: false });

const scatter = (number, factor) => Math.imul(number + 1, factor) >>> 0;

export const ranked = id => ({ id, rank: scatter(id, 0x9e3779b1), done: id % 10 === 0, title });

/** Which record change `number` is about, of `count`, and its new rank. */
export const change = (number, count) => ({
  id: scatter(number, 0x85ebca6b) % count,
  rank: scatter(number, 0xc2b2ae35),
});

/** What a reader of a list's first rows adds up. */
export const weigh = row => row.id + row.title.length;

/** Rows read after each change. */
export const WINDOW = 50;
