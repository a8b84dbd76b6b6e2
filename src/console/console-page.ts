import type { Hono } from 'hono';
import type { AppContext, AppDeps, AppEnv } from '../http/index.js';
import type { Role } from '../schema/index.js';
import type { NavItem, View } from './view.js';

/** What the pages of the console are made with. */
export interface ConsoleContext {
  deps: AppDeps;
  /** Who looks at the page of a request. */
  view(c: AppContext): View;
}

/** A page of the console, and all under its path. Nobody of another role reaches its routes. */
export interface ConsolePage extends NavItem {
  path: `/console/${string}`;
  roles: readonly Role[];
  /** Whether there is anything behind it in this process; absent: always. */
  isServed?(deps: AppDeps): boolean;
  /** Its routes, by their whole paths. */
  routes(context: ConsoleContext): Hono<AppEnv>;
}
