import { Hono } from 'hono';
import type { AppEnv } from '../http/index.js';

/** The bytes of a built asset, by one of the names below; null where there is none. */
export type FindAsset = (name: string) => Promise<Uint8Array | null>;

/** Files that the pages load, under `/assets`; `scripts/build-pages.mjs` makes them. */
export const CONSOLE_ASSETS = [
  'account.css',
  'dark.css',
  'deliveries.css',
  'desk.css',
  'desk.js',
  'htmx.js',
  'overview.css',
  'playground.css',
  'playground.js',
  'plumbline.svg',
  'problems.css',
  'readings.css',
  'readings.js',
  'shell.js',
  'system.css',
] as const;

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** `GET /assets/:name`; a browser asks each time whether a file is still the same, and gets it only if not. */
export const assetRoutes = (find: FindAsset): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.get('/assets/:name', async (c) => {
    const name = CONSOLE_ASSETS.find((asset) => asset === c.req.param('name'));
    const found = name === undefined ? null : await find(name);
    if (name === undefined || found === null) return c.notFound();
    const body = new Uint8Array(found);
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const headers = {
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      etag: await etagOf(body),
    };
    if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
    return c.body(body, 200, { ...headers, 'content-type': type });
  });
  return app;
};

const etagOf = async (body: Uint8Array<ArrayBuffer>): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return `"${btoa(String.fromCharCode(...digest.subarray(0, 12)))}"`;
};
