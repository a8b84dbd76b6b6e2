import { GroundingError } from '../core/errors.js';

/** Methods that change nothing, from wherever they are called. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isSafeMethod = (method: string): boolean => SAFE_METHODS.has(method);

/**
 * Whether a browser says that one of our own pages sent the request. `Sec-Fetch-Site` can't be set by a page; browsers
 * leave it out on plain http beyond loopback, where `Origin` is held against the `Host`.
 */
const isSameOrigin = ({ headers, url }: Request): boolean => {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  return new URL(origin).host === (headers.get('host') ?? new URL(url).host);
};

/**
 * What a cookie or nothing at all vouches for must come from our own pages.
 * @throws {GroundingError} request-origin-refused
 */
export const requireSameOrigin = (request: Request): void => {
  if (isSafeMethod(request.method) || isSameOrigin(request)) return;
  throw new GroundingError('request-origin-refused', {
    detail: 'A signed-in browser may change things from Plumbline’s own pages only; a program sends a key.',
  });
};
