// The tasks on this device: a row each, and the first screen apart, so that it is shown before the rest is read.

const TASKS = 'tasks';
const FIRST = 'first';

const asked = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

let database;

/** Opens it, making it the first time. */
export async function open() {
  const request = indexedDB.open('plain', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(TASKS, { keyPath: 'id' });
    request.result.createObjectStore(FIRST);
  };
  database = await asked(request);
}

const store = (name, mode) => database.transaction(name, mode, { durability: 'relaxed' }).objectStore(name);

export const readFirst = () => asked(store(FIRST, 'readonly').get(0));
export const readAll = () => asked(store(TASKS, 'readonly').getAll());
export const writeFirst = first => asked(store(FIRST, 'readwrite').put(first, 0));
export const write = task => asked(store(TASKS, 'readwrite').put(task));

/** All of them at once. */
export async function writeAll(tasks) {
  const rows = store(TASKS, 'readwrite');
  for (const task of tasks) rows.put(task);
  await new Promise(resolve => { rows.transaction.oncomplete = resolve; });
}
