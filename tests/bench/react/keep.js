// What outlives the page: the query cache in IndexedDB, and what other tabs are told.
import { broadcastQueryClient } from '@tanstack/query-broadcast-client-experimental';
import { createStore, del, get, set } from 'idb-keyval';
import { client } from './tasks.js';

const KEY = 'cache';
/** Off the path of an edit: written once this long after the first change, in milliseconds. */
const LATER = 1000;

const store = createStore('tasks', 'queries');
let latest = null;

function write() {
  const kept = latest;
  latest = null;
  return set(KEY, kept, store);
}

const persister = {
  persistClient(state) {
    if (latest === null) setTimeout(() => requestIdleCallback(write, { timeout: LATER }), LATER);
    latest = state;
  },
  restoreClient: () => get(KEY, store),
  removeClient: () => del(KEY, store),
};

export const persistOptions = { persister, maxAge: Infinity };

/** Tells the other tabs of changes from now on. Not before what was kept is read: that is news to nobody. */
export const tellOthers = () => broadcastQueryClient({ queryClient: client, broadcastChannel: 'tasks' });
