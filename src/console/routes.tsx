import { Hono } from 'hono';
import type { Language } from '../schema/index.js';
import { PlaygroundPage } from './pages/playground.js';

/** A file of `dist/assets`, or another place where the build's output lies. */
export interface ConsoleAsset {
  body: Uint8Array | string;
  contentType: string;
}

export interface ConsoleOptions {
  /** The operator's name, as customers know it. */
  operator: string;
  /** Questions to try; the first of each language is shown first. */
  suggestions: { en: string[]; fr: string[] };
  /** What the bot says before it is asked. */
  greeting: { en: string; fr: string };
  /** Finds a built asset by its file name; null where there is none. */
  assets: (name: string) => Promise<ConsoleAsset | null>;
  /** The `model` that the page asks for. */
  model: string;
}

/** Files that the pages load, under `/assets`. */
export const CONSOLE_ASSETS = ['playground.js', 'playground.css', 'plumbline.svg'] as const;

/** Paths that are served without a key: they hold nothing of a conversation. */
export const CONSOLE_PUBLIC_PATHS: readonly string[] = [
  '/',
  ...CONSOLE_ASSETS.map((name) => `/assets/${name}`),
];

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /`, the playground, and `GET /assets/:name`, its script, style sheet and icon. */
export const consoleRoutes = (options: ConsoleOptions): Hono => {
  const app = new Hono();
  app.get('/', (c) => {
    const lang = pageLanguage(c.req.query('lang'), c.req.header('accept-language'));
    const { operator, greeting, suggestions, model } = options;
    c.header('content-security-policy', CONTENT_SECURITY_POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-cache');
    c.header('vary', 'accept-language');
    const page = (
      <PlaygroundPage
        lang={lang}
        operator={operator}
        greeting={greeting}
        suggestions={suggestions}
        model={model}
      />
    );
    return c.html(`<!doctype html>${page}`);
  });
  app.get('/assets/:name', async (c) => {
    const name = CONSOLE_ASSETS.find((asset) => asset === c.req.param('name'));
    const asset = name === undefined ? null : await options.assets(name);
    if (asset === null) return c.notFound();
    const body = typeof asset.body === 'string' ? asset.body : new Uint8Array(asset.body);
    return c.body(body, 200, {
      'content-type': asset.contentType,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
  });
  return app;
};

/** The language that was asked for, else the first of ours that the browser names, else English. */
const pageLanguage = (asked: string | undefined, accepted: string | undefined): Language => {
  if (asked === 'en' || asked === 'fr') return asked;
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const code = part.trim().slice(0, 2);
    if (code === 'en' || code === 'fr') return code;
  }
  return 'en';
};
