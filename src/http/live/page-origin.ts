import { GroundingError } from '../../core/errors.js';
import type { Config } from '../../schema/index.js';

/** The origin of another site's page that a request comes from; null for our own pages and for programs. */
const foreignOrigin = ({ headers, url }: Request): string | null => {
  const origin = headers.get('origin');
  if (origin === null) return null;
  const host = headers.get('host') ?? new URL(url).host;
  return URL.canParse(origin) && new URL(origin).host === host ? null : origin;
};

/** @throws {GroundingError} request-origin-refused for a page of an origin that is not configured. */
export const requireKnownOrigin = (request: Request, { handoff }: Config): void => {
  const origin = foreignOrigin(request);
  if (origin === null || handoff.live.origins.includes(origin)) return;
  throw new GroundingError('request-origin-refused', {
    detail: `Add ${JSON.stringify(origin)} to handoff.live.origins.`,
  });
};

/** What lets a page of a configured origin read the response. */
export const corsHeaders = (request: Request, { handoff }: Config): [string, string][] => {
  const origin = foreignOrigin(request);
  if (origin === null || !handoff.live.origins.includes(origin)) return [['vary', 'origin']];
  return [
    ['access-control-allow-origin', origin],
    ['vary', 'origin'],
  ];
};

/** The answer to a browser that asks whether a page may call. */
export const preflight = (request: Request, config: Config): Response => {
  requireKnownOrigin(request, config);
  return new Response(null, {
    status: 204,
    headers: [
      ...corsHeaders(request, config),
      ['access-control-allow-methods', 'GET, POST'],
      ['access-control-allow-headers', 'authorization, content-type, last-event-id'],
      ['access-control-max-age', '600'],
    ],
  });
};
