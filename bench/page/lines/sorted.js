// A filtered, sorted list of which one record changes its place; then its first 50 rows are read.
import {
  QueryObserver,
  createCollection,
  createLiveQueryCollection,
  eq,
  localOnlyCollectionOptions,
} from '/peers/peers.js';
import { client as newClient } from '../client.js';
import { WINDOW, change, ranked, weigh } from '../record.js';

const list = count => Array.from({ length: count }, (_, id) => ranked(id));

const byRank = (a, b) => a.rank - b.rank || a.id - b.id;

/** A query whose `select` filters and sorts. Without structural sharing, which would only compare every record again. */
function core(count) {
  const client = newClient();
  const queryKey = ['bench', 'list'];
  client.setQueryData(queryKey, list(count));
  let sum = 0;
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => list(count),
    structuralSharing: false,
    select: records => records.filter(record => !record.done).sort(byRank),
  });
  const unsubscribe = observer.subscribe(({ data }) => {
    sum = 0;
    for (let row = 0; row < WINDOW; row += 1) sum += weigh(data[row]);
  });
  const run = number => {
    const { id, rank } = change(number, count);
    client.setQueryData(queryKey, records => records.with(id, { ...records[id], rank }));
    return sum;
  };
  const stop = () => {
    unsubscribe();
    client.clear();
  };
  return { run, stop };
}

/** A live query over a local collection; each edit until it has been taken over. */
async function db(count) {
  const records = createCollection(
    localOnlyCollectionOptions({ getKey: record => record.id, initialData: list(count) }),
  );
  const sorted = createLiveQueryCollection(query =>
    query
      .from({ record: records })
      .where(({ record }) => eq(record.done, false))
      .orderBy(({ record }) => record.rank)
      .orderBy(({ record }) => record.id),
  );
  const subscription = sorted.subscribeChanges(() => {});
  await sorted.preload();
  const run = async number => {
    const { id, rank } = change(number, count);
    const transaction = records.update(id, draft => {
      draft.rank = rank;
    });
    let sum = 0;
    let left = WINDOW;
    for (const row of sorted.values()) {
      sum += weigh(row);
      left -= 1;
      if (left === 0) break;
    }
    await transaction.isPersisted.promise;
    return sum;
  };
  const stop = () => {
    subscription.unsubscribe();
    return Promise.all([sorted.cleanup(), records.cleanup()]);
  };
  return { run, stop };
}

export const sorted = ours =>
  [1000, 10_000, 100_000].flatMap(count =>
    [
      ['query-core', core],
      ['db', db],
    ].map(([name, peer]) => ({
      name: `sorted view of ${count.toLocaleString('en')}, one changed (peer: ${name})`,
      unit: 'µs',
      units: 1,
      ours: () => {
        const view = new ours.Sorted(count);
        return { run: number => view.change(number) };
      },
      peer: () => peer(count),
    })),
  );
