import type { Hono } from 'hono';
import type { z } from 'zod';
import { GroundingError } from '../../core/errors.js';
import type { Desk } from '../../core/escalation/desk/index.js';
import type { Agent, HandoffEvent, Role } from '../../schema/index.js';
import { parseJsonBody, parseRequest, readRequestBody } from '../body.js';
import type { AppDeps } from '../deps.js';
import { type AppContext, type AppEnv, requireRole } from '../security.js';
import { eventStream, lastEventId } from './event-stream.js';
import {
  DraftRequest,
  HandoffStreamQuery,
  HandoffsQuery,
  MessageRequest,
  NoFields,
  NoteRequest,
  ReassignRequest,
  SummaryRequest,
} from './requests.js';

/** Who works on cases, and who may look at them. */
export const DESK_WORKERS: readonly Role[] = ['agent', 'admin'];
export const DESK_READERS: readonly Role[] = [...DESK_WORKERS, 'compliance', 'auditor'];

const IDEMPOTENCY_KEY_CHARS = 200;

/** The key under which a repeated request is the same message; none: each is one of its own. */
const idempotencyKey = (c: AppContext): { idempotency_key?: string } => {
  const key = c.req.header('idempotency-key')?.trim();
  if (key === undefined || key === '') return {};
  if (key.length > IDEMPOTENCY_KEY_CHARS) {
    throw new GroundingError('request-invalid', {
      detail: `The header idempotency-key has more than ${IDEMPOTENCY_KEY_CHARS} characters.`,
    });
  }
  return { idempotency_key: key };
};

/** `/api/handoffs…`: the desk for programs. */
export const serveHandoffs = (app: Hono<AppEnv>, deps: AppDeps, desk: Desk): void => {
  const reader = (c: AppContext): string => {
    const principal = c.get('principal');
    requireRole(principal, DESK_READERS);
    return principal.tenant;
  };
  const worker = (c: AppContext): { tenant: string; agent: Agent } => {
    const { tenant, person, ...principal } = c.get('principal');
    requireRole({ tenant, person, ...principal }, DESK_WORKERS);
    return { tenant, agent: person };
  };
  const bodyOf = async <T>(c: AppContext, schema: z.ZodType<T>): Promise<T> => {
    const bytes = await readRequestBody(c.req.raw, deps.config.limits.body_bytes);
    return parseRequest(schema, bytes.length === 0 ? {} : parseJsonBody(bytes));
  };
  const idOf = (c: AppContext): string => c.req.param('id') ?? '';

  // One frame for all streams that are handed the same event.
  const frames = new WeakMap<HandoffEvent, Promise<{ event: string; data: string }>>();
  const frameOf = (event: HandoffEvent) => {
    const made =
      frames.get(event) ??
      deps.handoffs
        .get(event.tenant, event.handoff_id)
        .then((handoff) => ({ event: event.kind, data: JSON.stringify({ event, handoff }) }));
    frames.set(event, made);
    // What failed is made anew.
    void made.catch(() => frames.delete(event));
    return made;
  };

  app.get('/api/handoffs', async (c) => {
    const tenant = reader(c);
    const { state, agent, route, cursor, limit, language, priority } = parseRequest(
      HandoffsQuery,
      c.req.query(),
    );
    const agent_id = agent === 'me' ? c.get('principal').person.id : agent;
    const page = await desk.list(tenant, {
      states: state,
      limit,
      ...(route === undefined ? {} : { route }),
      ...(agent_id === undefined ? {} : { agent_id }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const cases = page.cases
      .filter(({ handoff }) => language === undefined || handoff.language?.startsWith(language))
      .filter(({ handoff }) => priority === undefined || handoff.priority === priority);
    return c.json({ ...page, cases });
  });
  app.get('/api/handoffs/team', async (c) => c.json({ team: await desk.team(reader(c)) }));
  app.get('/api/handoffs/stream', async (c) => {
    const tenant = reader(c);
    const { after_seq } = parseRequest(HandoffStreamQuery, c.req.query());
    return await eventStream(
      {
        tenant,
        afterSeq: lastEventId(c.req.raw.headers, after_seq),
        signal: c.req.raw.signal,
        frameOf,
      },
      deps,
    );
  });
  app.get('/api/handoffs/:id', async (c) => c.json(await desk.open(reader(c), idOf(c), c.req.raw.signal)));
  app.post('/api/handoffs/:id/claim', async (c) => {
    const { tenant, agent } = worker(c);
    await bodyOf(c, NoFields);
    return c.json(await desk.claim(tenant, idOf(c), agent));
  });
  app.post('/api/handoffs/:id/release', async (c) => {
    const { tenant, agent } = worker(c);
    await bodyOf(c, NoFields);
    return c.json(await desk.release(tenant, idOf(c), agent));
  });
  app.post('/api/handoffs/:id/reassign', async (c) => {
    const { tenant, agent } = worker(c);
    const { agent_id } = await bodyOf(c, ReassignRequest);
    return c.json(await desk.reassign(tenant, idOf(c), agent, agent_id));
  });
  app.post('/api/handoffs/:id/messages', async (c) => {
    const { tenant, agent } = worker(c);
    const message = { ...(await bodyOf(c, MessageRequest)), ...idempotencyKey(c) };
    return c.json(await desk.send(tenant, idOf(c), agent, message, c.req.raw.signal));
  });
  app.post('/api/handoffs/:id/notes', async (c) => {
    const { tenant, agent } = worker(c);
    return c.json(await desk.note(tenant, idOf(c), agent, (await bodyOf(c, NoteRequest)).text));
  });
  app.post('/api/handoffs/:id/return', async (c) => {
    const { tenant, agent } = worker(c);
    return c.json(await desk.handBack(tenant, idOf(c), agent, (await bodyOf(c, SummaryRequest)).summary));
  });
  app.post('/api/handoffs/:id/resolve', async (c) => {
    const { tenant, agent } = worker(c);
    return c.json(await desk.resolve(tenant, idOf(c), agent, (await bodyOf(c, SummaryRequest)).summary));
  });
  app.post('/api/handoffs/:id/check', async (c) => {
    const { tenant } = worker(c);
    const { text } = await bodyOf(c, DraftRequest);
    return c.json(await desk.check(tenant, idOf(c), text, c.req.raw.signal));
  });
};
