import type { AppDeps } from './deps.js';
import { measureQueue } from './handoff-metrics.js';
import { type AppContext, requireRole } from './security.js';

/** `GET /healthz`: the process answers. */
export const healthz = (c: AppContext): Response => c.json({ status: 'ok' });

/**
 * `GET /readyz`: whether answers can be checked and recorded. A file that does not parse leaves its last good version
 * in force and is named here, and so is an embedding model that gave no vectors; without any usable index, or with a
 * store that does not answer or takes no record, 503.
 */
export const readyz =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const knowledge = deps.knowledge.status();
    const isAuditReady = await answers(() => deps.audit.ready());
    const isIndexReady = knowledge.length > 0 && knowledge.every((base) => base.usable);
    const isReady = isAuditReady && isIndexReady;
    const hasProblems = knowledge.some(
      ({ problems, embeddings }) => problems.length > 0 || embeddings?.state === 'failed',
    );
    const status = isReady ? (hasProblems ? 'degraded' : 'ready') : 'unavailable';
    return c.json(
      { status, knowledge_bases: knowledge, audit: isAuditReady ? 'ready' : 'unavailable' },
      isReady ? 200 : 503,
    );
  };

const answers = async (ask: () => Promise<unknown>): Promise<boolean> => {
  try {
    await ask();
    return true;
  } catch {
    return false;
  }
};

/** `GET /metrics` in Prometheus' text form. */
export const metrics =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    requireRole(c.get('principal'), ['admin']);
    await measureQueue(deps);
    const { body, contentType } = await deps.metrics.render();
    return new Response(body, { headers: { 'content-type': contentType } });
  };
