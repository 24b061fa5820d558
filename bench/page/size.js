// The least that an app takes of query-core: for the line on size.
import { QueryClient, QueryObserver } from '@tanstack/query-core';

globalThis.benchSize = [QueryClient, QueryObserver];
