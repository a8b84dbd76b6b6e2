import type { ConsolePage } from './console-page.js';
import { deliveriesPage } from './deliveries/index.js';
import { deskPage } from './desk/index.js';
import { overviewPage } from './overview/index.js';
import { readingsPage } from './readings/index.js';

/** The pages of the console, in the order of the navigation; the first that is open to a role is its start page. */
export const CONSOLE_PAGES: readonly ConsolePage[] = [deskPage, overviewPage, readingsPage, deliveriesPage];
