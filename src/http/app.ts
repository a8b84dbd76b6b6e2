import { Hono } from 'hono';
import { GroundingError } from '../core/errors.js';
import { checkAnswer } from './check.js';
import {
  enableEndpoint,
  getDelivery,
  listDeliveries,
  listEndpoints,
  resendDelivery,
} from './deliveries-api.js';
import type { AppDeps } from './deps.js';
import { explainProblems } from './explained-problems.js';
import { guardrailFault, serveGuardrails } from './guardrails/index.js';
import { countHandoffs } from './handoff-metrics.js';
import { deskFor, serveHandoffs } from './handoffs-api/index.js';
import { withoutCredentials } from './headers.js';
import { receiveHelpdeskCall } from './helpdesk-hooks.js';
import { serveLiveKeys, serveLiveTokens } from './live/index.js';
import { openapiDocument } from './openapi/index.js';
import { healthz, metrics, readyz } from './operations.js';
import { passThrough } from './pass-through.js';
import { isDataPlane, problemDocument, problemResponse } from './problems.js';
import { PROTOCOLS, problemBodyOf } from './protocols/index.js';
import { getRecord, listRecords } from './records-api.js';
import { answerEndpoint } from './relay/index.js';
import { routeTable } from './route-settings.js';
import { type AppEnv, securityMiddleware } from './security.js';
import { getStats } from './stats-api.js';

/** A fault as a problem document, or in the words of the gateway that called. */
const faultResponse = (error: unknown, path: string): Response => {
  const fault = guardrailFault(path)?.(problemDocument(error, { path }));
  if (fault === undefined) return problemResponse(error, { path, bodyOf: problemBodyOf(path) });
  const { status, headers, body } = fault;
  const retryAfterS = error instanceof GroundingError ? error.retryAfterS : null;
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) }),
    },
  });
};

/** The whole HTTP application. Nothing is read from the environment: what it needs comes in `deps`. */
export const createApp = (deps: AppDeps): Hono<AppEnv> => {
  const routes = routeTable(deps);
  countHandoffs(deps);
  const app = new Hono<AppEnv>();
  app.onError((error, c) => {
    if (!(error instanceof GroundingError)) {
      const told = withoutCredentials(error.stack ?? error.message, c.req.raw.headers);
      deps.log.error('a request failed', { path: c.req.path, error: told });
    }
    return faultResponse(error, c.req.path);
  });
  app.notFound((c) =>
    faultResponse(
      new GroundingError('request-not-found', {
        detail: `${c.req.method} ${c.req.path} is served by nothing.`,
      }),
      c.req.path,
    ),
  );
  const pages = deps.pages?.(deps) ?? null;
  const tokens = serveLiveTokens(app, deps);
  app.use('*', securityMiddleware(deps, pages));
  serveLiveKeys(app, { deps, routes, tokens });
  for (const protocol of PROTOCOLS) app.post(protocol.path, answerEndpoint(protocol, deps, routes));
  app.post('/v1/check', checkAnswer(deps, routes));
  serveGuardrails(app, deps, routes);
  app.get('/api/records', listRecords(deps));
  app.get('/api/records/:id', getRecord(deps));
  app.get('/api/webhooks/deliveries', listDeliveries(deps));
  app.get('/api/webhooks/deliveries/:id', getDelivery(deps));
  app.post('/api/webhooks/deliveries/:id/resend', resendDelivery(deps));
  app.get('/api/webhooks/endpoints', listEndpoints(deps));
  app.post('/api/webhooks/endpoints/:name/enable', enableEndpoint(deps));
  serveHandoffs(app, deps, deskFor(deps, routes));
  app.post('/hooks/chatwoot/:name', receiveHelpdeskCall(deps));
  app.get('/api/stats', getStats(deps));
  explainProblems(app, { hasPages: pages !== null });
  app.get('/healthz', healthz);
  app.get('/readyz', readyz(deps));
  app.get('/metrics', metrics(deps));
  app.get('/openapi.json', (c) => c.json(openapiDocument()));
  if (pages !== null) app.route('/', pages.app);
  const pass = passThrough(deps, routes);
  app.all('*', async (c, next) => (isDataPlane(c.req.path) ? await pass(c) : await next()));
  return app;
};
