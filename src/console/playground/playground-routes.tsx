import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../../http/index.js';
import { respondPage } from '../respond.js';
import type { View } from '../view.js';
import { PlaygroundPage } from './playground-page.js';

export interface PlaygroundOptions {
  /** The operator's name, as customers know it. */
  operator: string;
  /** Questions to try; the first of each language is shown first. */
  suggestions: { en: string[]; fr: string[] };
  /** What the bot says before it is asked. */
  greeting: { en: string; fr: string };
  /** The `model` that the page asks for. */
  model: string;
}

/** `GET /`, the playground. */
export const playgroundRoutes = (options: PlaygroundOptions, view: (c: AppContext) => View): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.get('/', (c) => respondPage(c, <PlaygroundPage view={view(c)} {...options} />));
  return app;
};
