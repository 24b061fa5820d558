// Ten groups of 1,000 unobserved entries; an operation invalidates all of them group by group, or one group key by key.
import { client as newClient } from '../client.js';
import { record } from '../record.js';

const GROUPS = 10;
const SIZE = 1000;

const line = (ours, { name, units, refresh, invalidateOurs, invalidatePeer }) => ({
  name,
  unit: 'µs a key',
  units,
  ours: () => {
    const cache = new ours.Invalidation();
    cache[refresh]();
    const restore = () => {
      const stale = cache.stale();
      cache[refresh]();
      return stale;
    };
    return {
      run: () => {
        invalidateOurs(cache);
        return 0;
      },
      restore,
    };
  },
  peer: () => {
    const client = newClient();
    const fill = () => {
      for (let group = 0; group < GROUPS; group += 1) {
        for (let number = 0; number < SIZE; number += 1) {
          client.setQueryData(['bench', group, number], record(number, group));
        }
      }
    };
    fill();
    const restore = () => {
      const queries = client.getQueryCache().getAll();
      const stale = queries.filter(query => query.state.isInvalidated).length;
      fill();
      return stale;
    };
    return {
      run: () => {
        invalidatePeer(client);
        return 0;
      },
      restore,
      stop: () => client.clear(),
    };
  },
});

const groups = invalidate => cache => {
  for (let group = 0; group < GROUPS; group += 1) invalidate(cache, group);
};

const keys = invalidate => cache => {
  for (let number = 0; number < SIZE; number += 1) invalidate(cache, number);
};

const refetchType = 'none';

export const invalidation = ours => [
  line(ours, {
    name: 'invalidate 1,000 of 10,000 by prefix',
    units: GROUPS * SIZE,
    refresh: 'refresh_types',
    invalidateOurs: groups((cache, group) => cache.by_prefix(group)),
    invalidatePeer: groups((client, group) => client.invalidateQueries({ queryKey: ['bench', group], refetchType })),
  }),
  line(ours, {
    name: 'invalidate 1,000 of 10,000 by predicate',
    units: GROUPS * SIZE,
    refresh: 'refresh_groups',
    invalidateOurs: groups((cache, group) => cache.by_predicate(group)),
    invalidatePeer: groups((client, group) =>
      client.invalidateQueries({ predicate: query => query.queryKey[1] === group, refetchType }),
    ),
  }),
  line(ours, {
    name: 'invalidate 1,000 of 10,000 by exact key',
    units: SIZE,
    refresh: 'refresh_groups',
    invalidateOurs: keys((cache, number) => cache.by_key(3, number)),
    invalidatePeer: keys((client, number) =>
      client.invalidateQueries({ queryKey: ['bench', 3, number], exact: true, refetchType }),
    ),
  }),
];
