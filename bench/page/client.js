// The peer's client: fresh until invalidated, as ours; at its best, as `notifyManager` tells observers at once here and not a
// timer later.
import { QueryClient, notifyManager } from '/peers/peers.js';

notifyManager.setScheduler(callback => callback());

export const client = () => new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
