import { Hono } from 'hono';
import { GroundingError } from '../../core/errors.js';
import type { CaseQuery, Changed, Desk } from '../../core/escalation/desk/index.js';
import { reasonInWords } from '../../core/escalation/reason-words.js';
import {
  type AppContext,
  type AppEnv,
  DESK_WORKERS,
  deskFor,
  eventStream,
  lastEventId,
  routeTable,
} from '../../http/index.js';
import type { HandoffEvent, QueueEntry } from '../../schema/index.js';
import type { ConsoleContext } from '../console-page.js';
import { readForm } from '../read-form.js';
import { respondPage, respondPart } from '../respond.js';
import type { View } from '../view.js';
import { AdviceView } from './advice-view.js';
import { CaseHead, type CaseProps, CaseView, NoCase, standOf } from './case-view.js';
import { DeskFilter } from './desk-filter.js';
import { DeskPage } from './desk-page.js';
import { CannedList, EndDialog, ReassignDialog } from './dialogs.js';
import { type QueueProps, QueueView } from './queue-view.js';
import { TimelineBox } from './timeline.js';
import { type DeskWords, deskWords } from './words.js';

const CASES_MAX = 100;

interface Visit {
  c: AppContext;
  view: View;
  words: DeskWords;
  tenant: string;
  me: { id: string; name: string };
  canWork: boolean;
}

/** `/console/desk…`: pages, their parts for htmx, and the stream that says when to fetch them again. */
export const deskRoutes = ({ deps, view }: ConsoleContext): Hono<AppEnv> => {
  const desk = deskFor(deps, routeTable(deps));
  const app = new Hono<AppEnv>();
  const nowMs = () => Math.trunc(deps.clock.nowMs());

  const visit = (c: AppContext): Visit => {
    const own = view(c);
    const { tenant, person, role } = c.get('principal');
    return {
      c,
      view: own,
      words: deskWords(own.lang, nowMs(), deps.config.timezone),
      tenant,
      me: person,
      canWork: DESK_WORKERS.includes(role),
    };
  };
  const idOf = (c: AppContext): string => c.req.param('id') ?? '';

  const queueOf = async (v: Visit, current: string | null): Promise<QueueProps> => {
    const filter = DeskFilter.parse(v.c.req.query());
    // Taken first: what happens while the queue is read is told again by the stream.
    const seq = await deps.handoffs.lastSeq(v.tenant);
    const list = async (states: NonNullable<CaseQuery['states']>) => {
      const query = { states, limit: CASES_MAX, ...(filter.route === null ? {} : { route: filter.route }) };
      return (await desk.list(v.tenant, query)).cases.filter((entry) => isWanted(entry, filter));
    };
    const isEnded = filter.view === 'ended';
    const [waiting, claimed, ended, team] = await Promise.all([
      isEnded ? [] : list(['waiting']),
      isEnded ? [] : list(['claimed']),
      isEnded ? list(['returned', 'resolved', 'expired', 'cancelled']) : [],
      desk.team(v.tenant),
    ]);
    const now = nowMs();
    return {
      words: v.words,
      filter,
      me: v.me.id,
      waiting,
      claimed,
      ended,
      team,
      routes: Object.keys(deps.config.routes),
      current,
      canWork: v.canWork,
      isOn: deps.config.handoff.channel !== 'none',
      seq,
      closed: desk.hours.isStaffed(now) ? null : { opens_at_ms: desk.hours.nextOpening(now) },
    };
  };

  const caseOf = async (v: Visit, id: string, problem?: string, isBrief = false): Promise<CaseProps> => {
    const file = await desk.open(v.tenant, id, v.c.req.raw.signal, isBrief);
    return {
      file,
      due_at_ms: desk.dueAt(file.handoff),
      words: v.words,
      me: v.me.id,
      canWork: v.canWork,
      messageKey: deps.ids.next(),
      ...(problem === undefined ? {} : { problem }),
    };
  };

  const isPartWanted = (c: AppContext): boolean => c.req.header('hx-request') === 'true';

  /** The case alone for htmx, else the whole page with it. */
  const respondCase = async (v: Visit, id: string, problem?: string) => {
    const shown = <CaseView {...(await caseOf(v, id, problem))} />;
    const status = problem === undefined ? 200 : 409;
    if (isPartWanted(v.c)) {
      v.c.status(status);
      return await respondPart(v.c, shown);
    }
    return await respondPage(
      v.c,
      <DeskPage view={v.view} queue={await queueOf(v, id)}>
        {shown}
      </DeskPage>,
    );
  };

  /** Does something with a case, then shows it as it is now; a refusal is told in words above it. */
  const act = (path: string, run: (v: Visit, id: string, form: URLSearchParams) => Promise<Changed>) => {
    app.post(`/console/desk/:id/${path}`, async (c) => {
      const v = visit(c);
      const id = idOf(c);
      requireWorker(v);
      try {
        await run(v, id, await formOf(c));
      } catch (error) {
        const problem = await refusalInWords(error, v, id, desk);
        if (problem === null) throw error;
        return await respondCase(v, id, problem);
      }
      return isPartWanted(c) ? await respondCase(v, id) : c.redirect(`/console/desk/${id}`, 303);
    });
  };

  app.get('/console/desk', async (c) => {
    const v = visit(c);
    return await respondPage(
      c,
      <DeskPage view={v.view} queue={await queueOf(v, null)}>
        <NoCase words={v.words} />
      </DeskPage>,
    );
  });
  app.get('/console/desk/queue', async (c) => {
    return await respondPart(c, <QueueView {...(await queueOf(visit(c), c.req.query('current') ?? null))} />);
  });
  app.get('/console/desk/stream', async (c) => {
    const v = visit(c);
    const beat = (isThere: boolean) => {
      if (!v.canWork) return;
      void desk.present(v.tenant, v.me, isThere).catch((error: unknown) => {
        // Whoever is not heard of any more counts as gone all the same.
        if (isThere) deps.log.error('presence could not be kept', { error: String(error) });
      });
    };
    const named = Number(c.req.query('after_seq'));
    return await eventStream(
      {
        tenant: v.tenant,
        afterSeq: lastEventId(c.req.raw.headers, Number.isSafeInteger(named) ? named : undefined),
        signal: c.req.raw.signal,
        frameOf: async (event) => ({ event: 'change', data: JSON.stringify(await changeOf(event, v, desk)) }),
        onBeat: () => beat(true),
        onEnd: () => beat(false),
      },
      deps,
    );
  });
  app.get('/console/desk/live', async (c) => {
    const v = visit(c);
    const id = c.req.query('current') ?? '';
    const shown = await caseOf(v, id, undefined, true);
    const { handoff, transcript } = shown.file;
    const isSame =
      c.req.query('stand') === standOf(shown) && c.req.query('holder') === (handoff.agent?.id ?? '');
    if (!isSame) return await respondPart(c, <CaseView {...(await caseOf(v, id))} />);
    // What is being written stays as it is.
    c.header('hx-reswap', 'none');
    return await respondPart(
      c,
      <>
        <TimelineBox items={transcript} words={v.words} isOutOfBand />
        <CaseHead {...shown} isOutOfBand />
      </>,
    );
  });
  app.get('/console/desk/:id', async (c) => await respondCase(visit(c), idOf(c)));
  app.get('/console/desk/:id/canned', async (c) => {
    const v = visit(c);
    const file = await desk.open(v.tenant, idOf(c), c.req.raw.signal, true);
    const replies = await Promise.all(
      desk.canned(file.handoff, v.me, file.reference).map(async (reply) => ({
        ...reply,
        check: await desk.check(v.tenant, file.handoff.id, reply.text, c.req.raw.signal),
      })),
    );
    return await respondPart(c, <CannedList replies={replies} words={v.words} />);
  });
  app.get('/console/desk/:id/dialog/:name', async (c) => {
    const v = visit(c);
    const id = idOf(c);
    const name = c.req.param('name');
    if (name === 'reassign') {
      const team = (await desk.team(v.tenant)).filter(({ agent }) => agent.id !== v.me.id);
      return await respondPart(c, <ReassignDialog id={id} team={team} words={v.words} />);
    }
    if (name !== 'return' && name !== 'resolve') {
      throw new GroundingError('request-not-found', { detail: 'There is no such dialog.' });
    }
    const { summary, handoff } = await desk.open(v.tenant, id, c.req.raw.signal, true);
    const isTold = deps.config.routes[handoff.route]?.summary_to_bot ?? false;
    return await respondPart(
      c,
      <EndDialog id={id} end={name} summary={summary} isTold={isTold} words={v.words} />,
    );
  });
  app.post('/console/desk/:id/check', async (c) => {
    const v = visit(c);
    requireWorker(v);
    const text = (await formOf(c)).get('text') ?? '';
    const check = await desk.check(v.tenant, idOf(c), text, c.req.raw.signal);
    return await respondPart(c, <AdviceView check={check} words={v.words} />);
  });
  act('claim', async ({ tenant, me }, id) => await desk.claim(tenant, id, me));
  act('release', async ({ tenant, me }, id) => await desk.release(tenant, id, me));
  act('take-over', async ({ tenant, me }, id) => await desk.reassign(tenant, id, me, me.id));
  act(
    'reassign',
    async ({ tenant, me }, id, form) => await desk.reassign(tenant, id, me, form.get('agent_id') ?? ''),
  );
  act('messages', async ({ tenant, me, c }, id, form) => {
    const key = form.get('idempotency_key');
    const message = {
      text: requiredText(form),
      is_proposed: form.get('is_proposed') === 'true',
      ...(key === null || key === '' ? {} : { idempotency_key: key }),
    };
    return await desk.send(tenant, id, me, message, c.req.raw.signal);
  });
  act('notes', async ({ tenant, me }, id, form) => await desk.note(tenant, id, me, requiredText(form)));
  act('return', async ({ tenant, me }, id, form) => await desk.handBack(tenant, id, me, summaryOf(form)));
  act('resolve', async ({ tenant, me }, id, form) => await desk.resolve(tenant, id, me, summaryOf(form)));
  return app;
};

const isWanted = ({ handoff }: QueueEntry, { language, priority }: DeskFilter): boolean =>
  (language === null || handoff.language?.startsWith(language) === true) &&
  (priority === null || handoff.priority === priority);

const requireWorker = ({ canWork }: Visit): void => {
  if (!canWork) {
    throw new GroundingError('auth-role-forbidden', {
      detail: 'Agents and administrators work on cases; the other roles read them.',
    });
  }
};

/** A button without fields posts no form at all. */
const formOf = async (c: AppContext): Promise<URLSearchParams> =>
  c.req.header('content-type') === undefined ? new URLSearchParams() : await readForm(c);

const requiredText = (form: URLSearchParams): string => {
  const text = form.get('text')?.trim() ?? '';
  if (text === '')
    throw new GroundingError('request-invalid', { detail: 'Write something first.', pointer: '/text' });
  return text;
};

const summaryOf = (form: URLSearchParams): string | null => {
  const summary = form.get('summary')?.trim() ?? '';
  return summary === '' ? null : summary;
};

/** Why a case refused what was tried, with who has it; null for any other fault. */
const refusalInWords = async (error: unknown, v: Visit, id: string, desk: Desk): Promise<string | null> => {
  if (!(error instanceof GroundingError)) return null;
  const { texts } = v.words;
  switch (error.code) {
    case 'handoff-already-claimed':
    case 'handoff-not-yours': {
      const name = (await desk.get(v.tenant, id)).agent?.name ?? '';
      return error.code === 'handoff-not-yours'
        ? texts.error_not_yours(name)
        : texts.error_already_claimed(name);
    }
    case 'handoff-not-claimed':
      return texts.error_not_claimed;
    case 'handoff-ended':
      return texts.error_ended;
    default:
      return null;
  }
};

/** What the page is told of an event: which case it is about, and what is worth saying aloud. */
const changeOf = async (event: HandoffEvent, v: Visit, desk: Desk) => {
  const { texts, lang } = v.words;
  const { handoff_id, kind, actor, data } = event;
  const isOwn = actor.type === 'agent' && actor.id === v.me.id;
  const reason = typeof data['reason'] === 'string' ? data['reason'] : '';
  let say: string | null = null;
  if (kind === 'opened') say = texts.say_new(reasonInWords(reason, lang));
  if (kind === 'claimed' && !isOwn) say = texts.say_claimed(actor.name ?? '');
  if (kind === 'customer_message') {
    const handoff = await desk.get(v.tenant, handoff_id);
    if (handoff.agent?.id === v.me.id) say = texts.say_message;
  }
  return { handoff_id, kind, is_own: isOwn, say };
};
