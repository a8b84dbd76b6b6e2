import { DESK_READERS } from '../../http/index.js';
import type { ConsolePage } from '../console-page.js';
import { deskRoutes } from './desk-routes.js';

/** Where people take cases. */
export const deskPage: ConsolePage = {
  id: 'desk',
  path: '/console/desk',
  roles: DESK_READERS,
  routes: deskRoutes,
};
