import { Hono } from 'hono';
import { GroundingError } from '../core/errors.js';
import type { AppContext, AppDeps, AppEnv, ServedPages } from '../http/index.js';
import { accountRoutes } from './account/index.js';
import { assetRoutes, CONSOLE_ASSETS, type FindAsset } from './assets.js';
import type { ConsolePage } from './console-page.js';
import { FaultPage } from './fault-page.js';
import { CONSOLE_PAGES } from './pages.js';
import { type PlaygroundOptions, playgroundRoutes } from './playground/index.js';
import { problemRoutes } from './problems/index.js';
import { respondPage } from './respond.js';
import { LOGIN_PATH, type LoginOptions, loginRoutes, signedOut } from './sign-in/index.js';
import { type NavItem, viewOf } from './view.js';

export interface ConsoleOptions {
  assets: FindAsset;
  /** Null: nothing is served at `/`. */
  playground: PlaygroundOptions | null;
  login: LoginOptions;
}

const PLAYGROUND: NavItem = { id: 'playground', path: '/', roles: 'everyone' };

/** Playground, sign-in and console, as `createApp` takes them. */
export const consolePages =
  (options: ConsoleOptions) =>
  (deps: AppDeps): ServedPages => {
    const pages = CONSOLE_PAGES.filter(({ isServed }) => isServed?.(deps) ?? true);
    const nav = options.playground === null ? pages : [PLAYGROUND, ...pages];
    const view = (c: AppContext) => viewOf(c, nav);
    const app = new Hono<AppEnv>();
    app.onError((error, c) => faultOf(error, c, view));
    app.route('/', assetRoutes(options.assets));
    if (options.playground !== null) app.route('/', playgroundRoutes(options.playground, view));
    app.route('/', problemRoutes());
    app.route('/', loginRoutes(options.login, { deps, view }));
    app.route('/', accountRoutes({ deps, view }));
    app.get('/console', (c) => c.redirect(homeOf(c), 303));
    for (const page of pages) {
      app.use(`${page.path}/*`, async (c, next) => {
        if (page.roles.includes(c.get('principal').role)) return await next();
        return await respondPage(c, <FaultPage view={view(c)} fault="forbidden" />, 403);
      });
      app.route('/', page.routes({ deps, view }));
    }
    app.get('/console/*', (c) => respondPage(c, <FaultPage view={view(c)} fault="missing" />, 404));
    return {
      app,
      publicPaths: [
        ...(options.playground === null ? [] : ['/']),
        ...CONSOLE_ASSETS.map((name) => `/assets/${name}`),
      ],
      signInPath: LOGIN_PATH,
      signedOut: (c) => signedOut(c, view(c)),
    };
  };

const homeOf = (c: AppContext): string => {
  const { role } = c.get('principal');
  return CONSOLE_PAGES.find((page: ConsolePage) => page.roles.includes(role))?.path ?? '/console/account';
};

/** A fault is a page to someone who looks at one; a script gets the problem document of every other fault. */
const faultOf = (error: Error, c: AppContext, view: (c: AppContext) => ReturnType<typeof viewOf>) => {
  const isLookedAt = c.req.method === 'GET' && c.req.header('hx-request') === undefined;
  if (!isLookedAt || !c.req.path.startsWith('/console')) throw error;
  const status = error instanceof GroundingError ? error.status : 500;
  if (status === 404) return respondPage(c, <FaultPage view={view(c)} fault="missing" />, 404);
  if (status === 403) return respondPage(c, <FaultPage view={view(c)} fault="forbidden" />, 403);
  return respondPage(c, <FaultPage view={view(c)} fault="failed" />, 500);
};
