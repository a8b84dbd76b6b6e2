import type { AppContext } from './security.js';

/** Workers end what no response or `waitUntil` holds; elsewhere work goes on by itself. */
export const runInBackground = (c: AppContext, work: Promise<void>): void => {
  let context: { waitUntil(work: Promise<unknown>): void } | null = null;
  try {
    context = c.executionCtx;
  } catch {
    // Not on Workers.
  }
  context?.waitUntil(work);
};
