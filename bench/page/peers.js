// What the peers give the page, bundled into one module.
export { QueryClient, QueryObserver, notifyManager } from '@tanstack/query-core';
export { createCollection, createLiveQueryCollection, eq, localOnlyCollectionOptions } from '@tanstack/db';
