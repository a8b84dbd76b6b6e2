import type { Context } from 'hono';

/** Has a page that fetches a part show a message in its corner. */
export const toastHeader = (c: Context, text: string, tone: 'good' | 'bad' = 'good'): void => {
  // A header holds ASCII only.
  const escaped = JSON.stringify({ 'plumbline:toast': { text, tone } }).replace(
    /[^\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  c.header('hx-trigger', escaped);
};
