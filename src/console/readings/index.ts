import type { ConsolePage } from '../console-page.js';
import { READINGS_PATH } from './readings-path.js';
import { readingsRoutes } from './readings-routes.js';

/** What a model proposes for the policies, for people to accept. */
export const readingsPage: ConsolePage = {
  id: 'readings',
  path: READINGS_PATH,
  roles: ['compliance', 'admin'],
  isServed: ({ proposals }) => proposals !== undefined,
  routes: readingsRoutes,
};
