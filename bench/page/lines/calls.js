// Callers who ask for the same at once; until each has its answer.
import { client as newClient } from '../client.js';
import { record } from '../record.js';

const CALLERS = 1000;

export const calls = ours => [
  {
    name: '1,000 concurrent callers of one query',
    unit: 'µs a caller',
    units: CALLERS,
    ours: () => {
      const calls = new ours.Calls();
      return { run: number => calls.call(number, CALLERS), stop: () => calls.clear() };
    },
    peer: () => {
      const client = newClient();
      const run = async number => {
        let sum = 0;
        const options = { queryKey: ['bench', 'item', number], queryFn: async () => record(number, number) };
        const call = async () => {
          const found = await client.fetchQuery(options);
          sum += found.version;
        };
        await Promise.all(Array.from({ length: CALLERS }, call));
        return sum;
      };
      return { run, stop: () => client.clear() };
    },
  },
];
