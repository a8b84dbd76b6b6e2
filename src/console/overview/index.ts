import { STATS_READERS } from '../../http/index.js';
import type { ConsolePage } from '../console-page.js';
import { OVERVIEW_PATH } from './overview-query.js';
import { overviewRoutes } from './overview-routes.js';

/** Figures of bots and people. */
export const overviewPage: ConsolePage = {
  id: 'overview',
  path: OVERVIEW_PATH,
  roles: STATS_READERS,
  routes: overviewRoutes,
};
