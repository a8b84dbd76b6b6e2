import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';

const policy = (formAction: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `form-action ${formAction}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Nothing inline, nothing of another host; forms go to ourselves. */
const CONTENT_SECURITY_POLICY = policy("'self'");

/** Headers of every page and every part of one. What is shown to a person who signed in is kept nowhere. */
export const pageHeaders = (c: Context): void => {
  c.header('content-security-policy', CONTENT_SECURITY_POLICY);
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'same-origin');
  c.header('cache-control', 'no-store');
  c.header('vary', 'accept-language, cookie');
};

/** Answers with a whole page. */
export const respondPage = (
  c: Context,
  page: JSX.Element,
  status: 200 | 400 | 401 | 403 | 404 | 429 | 500 = 200,
): Response | Promise<Response> => {
  pageHeaders(c);
  return c.html(`<!doctype html>${page}`, status);
};

/** Answers with a part of a page, for htmx to put in place. */
export const respondPart = (c: Context, part: JSX.Element): Response | Promise<Response> => {
  pageHeaders(c);
  return c.html(`${part}`);
};
