// Observers that come, read fresh data and go.
import { QueryObserver } from '/peers/peers.js';
import { client as newClient } from '../client.js';
import { record } from '../record.js';

const OBSERVERS = 10_000;

const line = (name, mounting, key) => ({
  name,
  unit: 'µs an observer',
  units: OBSERVERS,
  ours: () => {
    const ours = mounting();
    return { run: () => ours.cycle() };
  },
  peer: () => {
    const client = newClient();
    for (let number = 0; number < OBSERVERS; number += 1) {
      client.setQueryData(['bench', 'item', key(number)], record(key(number), key(number)));
    }
    const queryFn = () => record(0, 0);
    const run = () => {
      let sum = 0;
      const leave = [];
      for (let number = 0; number < OBSERVERS; number += 1) {
        const observer = new QueryObserver(client, { queryKey: ['bench', 'item', key(number)], queryFn });
        leave.push(observer.subscribe(() => {}));
        sum += observer.getCurrentResult().data.version;
      }
      for (const unsubscribe of leave) unsubscribe();
      return sum;
    };
    return { run, stop: () => client.clear() };
  },
});

export const mounting = ours => [
  line('mount and unmount 10,000 observers, a key each', () => ours.Mounting.apart(OBSERVERS), number => number),
  line('mount and unmount 10,000 observers, one key', () => ours.Mounting.together(OBSERVERS), () => 1),
];
