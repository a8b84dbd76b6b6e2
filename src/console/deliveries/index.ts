import type { ConsolePage } from '../console-page.js';
import { DELIVERIES_PATH } from './deliveries-page.js';
import { deliveriesRoutes } from './deliveries-routes.js';

/** What is on its way to systems outside. */
export const deliveriesPage: ConsolePage = {
  id: 'deliveries',
  path: DELIVERIES_PATH,
  roles: ['compliance', 'admin'],
  routes: deliveriesRoutes,
};
