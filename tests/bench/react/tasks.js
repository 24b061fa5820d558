// The server's tasks: one query, changed by mutations before the server has answered.
import { QueryClient, useMutation, useQuery } from '@tanstack/react-query';

const KEY = ['tasks'];

// Without structural sharing: at 100,000 rows comparing costs more than drawing again. Nothing is stale by itself, so no
// measured action starts a refetch, and what was kept on the device stays.
export const client = new QueryClient({
  defaultOptions: {
    queries: { structuralSharing: false, staleTime: Infinity, gcTime: Infinity, networkMode: 'offlineFirst', retry: false },
    mutations: { networkMode: 'offlineFirst' },
  },
});

async function answer(promise) {
  const response = await promise;
  if (!response.ok) throw new Error(`the server says ${response.status}`);
  return response.json();
}

/** All tasks, while there are none yet `undefined`. */
export const useTasks = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => answer(fetch('/api/tasks', { signal })) }).data;

const changed = (rows, { id, change }) => rows.map(row => (row.id === id ? { ...row, ...change } : row));

/** Changes one task: `({ id, change })`. The same function each time. */
export const useChange = () =>
  useMutation({
    mutationFn: ({ id, change }) =>
      answer(fetch(`/api/tasks/${id}`, { method: 'PATCH', body: JSON.stringify(change) })),
    onMutate: edit => {
      const before = client.getQueryData(KEY);
      client.setQueryData(KEY, rows => changed(rows, edit));
      return before;
    },
    onError: (_error, _edit, before) => client.setQueryData(KEY, before),
  }).mutate;
