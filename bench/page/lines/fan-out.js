// One answer set; every observer reads it.
import { QueryObserver } from '/peers/peers.js';
import { client as newClient } from '../client.js';
import { record } from '../record.js';

const line = (ours, observers) => ({
  name: `set data, ${observers.toLocaleString('en')} ${observers === 1 ? 'observer' : 'observers'}`,
  unit: 'µs',
  units: 1,
  ours: () => {
    const fanOut = new ours.FanOut(observers);
    return { run: number => fanOut.set(number + 1) };
  },
  peer: () => {
    const client = newClient();
    const queryKey = ['bench', 'item', 1];
    const queryFn = () => record(1, 1);
    client.setQueryData(queryKey, record(1, 0));
    let seen = 0;
    for (let number = 0; number < observers; number += 1) {
      new QueryObserver(client, { queryKey, queryFn }).subscribe(result => {
        seen += result.data.version;
      });
    }
    const run = number => {
      seen = 0;
      client.setQueryData(queryKey, record(1, number + 1));
      return seen;
    };
    return { run, stop: () => client.clear() };
  },
});

export const fanOut = ours => [1, 100, 1000].map(observers => line(ours, observers));
