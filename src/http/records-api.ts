import { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import { localClock, nextDay } from '../core/escalation/index.js';
import { startOfDay } from '../core/figures/index.js';
import type { AuditRecord, Role } from '../schema/index.js';
import { parseRequest } from './body.js';
import type { AppDeps } from './deps.js';
import { type AppContext, type Principal, requireRole } from './security.js';

/** Who reads records: vendors those of their own routes, the others those of their tenant. */
const READERS: readonly Role[] = ['vendor', 'compliance', 'agent', 'auditor', 'admin'];

/** Query of `GET /api/records`. */
export const RecordsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).optional(),
  decision: z.enum(['pass', 'rewrite', 'escalate', 'block', 'unchecked', 'none']).optional(),
  reason: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Why it was decided so, with or without its detail.'),
  from: z.iso.date().optional().describe('First local day.'),
  to: z.iso.date().optional().describe('Last local day, counted.'),
  conversation_id: z.string().min(1).optional(),
});

const isInReach = (record: AuditRecord, principal: Principal): boolean =>
  principal.role !== 'vendor' || principal.routes.includes(record.route);

/** `GET /api/records`, newest first. */
export const listRecords =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, READERS);
    const { from, to, ...query } = parseRequest(RecordsQuery, c.req.query());
    const clock = localClock(deps.config.timezone);
    const page = await deps.audit.list(principal.tenant, {
      ...query,
      from_ms: from === undefined ? undefined : startOfDay(clock, from),
      until_ms: to === undefined ? undefined : startOfDay(clock, nextDay(to)),
    });
    return c.json({ ...page, records: page.records.filter((record) => isInReach(record, principal)) });
  };

/** `GET /api/records/{id}`. What another tenant or route has is not there. */
export const getRecord =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, READERS);
    const record = await deps.audit.get(principal.tenant, c.req.param('id') ?? '');
    if (record === null || !isInReach(record, principal)) {
      throw new GroundingError('request-not-found', { detail: 'There is no such record.' });
    }
    return c.json(record);
  };
