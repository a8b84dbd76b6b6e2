import { Hono } from 'hono';
import type { AppEnv } from '../../http/index.js';
import type { ConsoleContext } from '../console-page.js';
import { respondPage } from '../respond.js';
import { AccountPage } from './account-page.js';

/** `GET /console/account`: who is signed in, and the settings of this device. */
export const accountRoutes = ({ view }: ConsoleContext): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.get('/console/account', (c) =>
    respondPage(c, <AccountPage view={view(c)} principal={c.get('principal')} />),
  );
  return app;
};
