import { createRoot } from 'react-dom/client';
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import { persistOptions, tellOthers } from './keep.js';
import { Screen } from './list.jsx';
import { client } from './tasks.js';

createRoot(document.getElementById('root')).render(
  <PersistQueryClientProvider client={client} persistOptions={persistOptions} onSuccess={tellOthers}>
    <Screen />
  </PersistQueryClientProvider>,
);

// After the first paint: what installs must not compete with what is seen.
addEventListener('load', () => navigator.serviceWorker.register('/worker.js'));
