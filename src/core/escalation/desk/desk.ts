import type {
  Agent,
  CaseFile,
  DraftCheck,
  Handoff,
  HandoffActor,
  HandoffEvent,
  Language,
  QueuePage,
  TeamMember,
} from '../../../schema/index.js';
import { faultForLog, GroundingError } from '../../errors.js';
import { caseLanguage } from '../case-language.js';
import type { HandoffChange } from '../state/index.js';
import { draftCheckOf, UNCHECKED_DRAFT } from './advice.js';
import { type CannedReply, cannedReplies } from './canned-replies.js';
import { caseFileOf, eventsOf } from './case-file.js';
import type { DeskPorts } from './desk-ports.js';
import { refusalError } from './refusals.js';
import { teamOf } from './team.js';
import { transcriptOf } from './transcript.js';

/** What is looked for among the cases; without `states` every one. */
export type CaseQuery = Parameters<DeskPorts['handoffs']['list']>[1];

export interface SentMessage {
  text: string;
  /** Whether it is the proposed reply, word for word. */
  is_proposed?: boolean;
  /** A second message with the same key is not sent: the first one's event comes back. */
  idempotency_key?: string;
}

export interface Changed {
  handoff: Handoff;
  event: HandoffEvent;
}

/**
 * The desk: cases, and what people do with them. Everything is within one tenant; whatever is out of reach is a
 * request-not-found, and a change that the case does not allow a handoff-… problem that says who has it.
 */
export interface Desk {
  readonly settings: DeskPorts['settings'];
  readonly hours: DeskPorts['hours'];
  list(tenant: string, query: CaseQuery): Promise<QueuePage>;
  get(tenant: string, id: string): Promise<Handoff>;
  /** Until when a case is to be claimed; null once it was. */
  dueAt(handoff: Handoff): number | null;
  /** `isBrief`: without a proposed reply, which takes some work. */
  open(tenant: string, id: string, signal: AbortSignal, isBrief?: boolean): Promise<CaseFile>;
  claim(tenant: string, id: string, agent: Agent): Promise<Changed>;
  release(tenant: string, id: string, agent: Agent): Promise<Changed>;
  /** To somebody of the team, by id. */
  reassign(tenant: string, id: string, agent: Agent, toId: string): Promise<Changed>;
  /** Checks the words, keeps the advice with them, and sends them whatever it says. */
  send(tenant: string, id: string, agent: Agent, message: SentMessage, signal: AbortSignal): Promise<Changed>;
  note(tenant: string, id: string, agent: Agent, text: string): Promise<Changed>;
  handBack(tenant: string, id: string, agent: Agent, summary: string | null): Promise<Changed>;
  resolve(tenant: string, id: string, agent: Agent, summary: string | null): Promise<Changed>;
  /** Holds a draft for this case against the policies. */
  check(tenant: string, id: string, text: string, signal: AbortSignal): Promise<DraftCheck>;
  canned(handoff: Handoff, agent: Agent, reference: string | null, lang?: Language): CannedReply[];
  /** Tells that an agent is there, or (`false`) has left. */
  present(tenant: string, agent: Agent, isThere?: boolean): Promise<void>;
  team(tenant: string): Promise<TeamMember[]>;
}

const actorOf = ({ id, name }: Agent): HandoffActor => ({ type: 'agent', id, name });

export const createDesk = (ports: DeskPorts): Desk => {
  const { handoffs, settings } = ports;
  const nowMs = () => Math.trunc(ports.clock.nowMs());

  const get = async (tenant: string, id: string): Promise<Handoff> => {
    const handoff = await handoffs.get(tenant, id);
    if (handoff === null) throw refusalError('unknown', null);
    return handoff;
  };

  const change = async (tenant: string, id: string, made: HandoffChange): Promise<Changed> => {
    const outcome = await handoffs.change(tenant, id, made);
    if (!outcome.ok) throw refusalError(outcome.refusal, outcome.handoff);
    return { handoff: outcome.handoff, event: outcome.event };
  };

  const by = (agent: Agent) => ({ at_ms: nowMs(), actor: actorOf(agent) });

  const requireSize = (text: string): void => {
    if (text.length > settings.message_chars_max) {
      throw new GroundingError('request-too-large', {
        detail: `The text has ${text.length} characters, more than the ${settings.message_chars_max} of the setting limits.answer_chars.`,
        pointer: '/text',
      });
    }
  };

  const checkFor = async (handoff: Handoff, text: string, signal: AbortSignal): Promise<DraftCheck> => {
    requireSize(text);
    if (text.trim() === '') return { ...UNCHECKED_DRAFT, is_checked: true };
    try {
      const { records } = await ports.audit.list(handoff.tenant, {
        conversation_id: handoff.conversation_id,
        limit: 50,
      });
      const own = records.filter(({ route }) => route === handoff.route).reverse();
      const transcript = transcriptOf(own, await eventsOf(handoff, ports), () => []);
      const turns = transcript.flatMap((item) => {
        if (item.kind !== 'customer' && item.kind !== 'bot' && item.kind !== 'person') return [];
        const role = item.kind === 'customer' ? ('user' as const) : ('assistant' as const);
        return item.text === null ? [] : [{ role, content: item.text }];
      });
      const request = ports.requestFor(handoff, turns);
      return request === null
        ? UNCHECKED_DRAFT
        : draftCheckOf(await ports.drafts.check(request, text, signal));
    } catch (error) {
      // Advice that fails keeps nobody from answering a customer; the message then says that it was not checked.
      ports.log.error('a draft could not be checked', { handoff_id: handoff.id, error: faultForLog(error) });
      return UNCHECKED_DRAFT;
    }
  };

  const dueAt = ({ claimed_at_ms, created_at_ms }: Handoff): number | null =>
    claimed_at_ms === null ? ports.hours.dueAt(created_at_ms) : null;

  return {
    settings,
    hours: ports.hours,
    list: async (tenant, query) => {
      const page = await handoffs.list(tenant, query);
      const ids = page.handoffs.map(({ id }) => id);
      const words = await handoffs.latestWords(tenant, ids);
      const cases = page.handoffs.map((handoff) => ({
        handoff,
        question: words.get(handoff.id) ?? null,
        due_at_ms: dueAt(handoff),
      }));
      return { cases, next_cursor: page.next_cursor };
    },
    get,
    dueAt,
    open: async (tenant, id, signal, isBrief = false) =>
      await caseFileOf(await get(tenant, id), ports, signal, isBrief),
    claim: async (tenant, id, agent) => await change(tenant, id, { kind: 'claim', agent, ...by(agent) }),
    release: async (tenant, id, agent) => {
      const made = by(agent);
      const expires_at_ms = ports.hours.expiresAt(made.at_ms);
      return await change(tenant, id, { kind: 'release', expires_at_ms, ...made });
    },
    reassign: async (tenant, id, agent, toId) => {
      const team = await teamOf(tenant, ports);
      const to = toId === agent.id ? agent : team.find((member) => member.agent.id === toId)?.agent;
      if (to === undefined) {
        throw new GroundingError('request-invalid', {
          detail: '/agent_id is nobody of the team: GET /api/handoffs/team lists it.',
          pointer: '/agent_id',
        });
      }
      return await change(tenant, id, { kind: 'reassign', to, ...by(agent) });
    },
    send: async (tenant, id, agent, { text, is_proposed = false, idempotency_key }, signal) => {
      const { is_checked, advice } = await checkFor(await get(tenant, id), text, signal);
      return await change(tenant, id, {
        kind: 'person_message',
        text,
        data: { is_checked, advice, is_proposed },
        ...by(agent),
        ...(idempotency_key === undefined ? {} : { idempotency_key }),
      });
    },
    note: async (tenant, id, agent, text) => {
      requireSize(text);
      return await change(tenant, id, { kind: 'note', text, ...by(agent) });
    },
    handBack: async (tenant, id, agent, summary) =>
      await change(tenant, id, { kind: 'return', summary, ...by(agent) }),
    resolve: async (tenant, id, agent, summary) =>
      await change(tenant, id, { kind: 'resolve', summary, ...by(agent) }),
    check: async (tenant, id, text, signal) => await checkFor(await get(tenant, id), text, signal),
    canned: (handoff, agent, reference, lang = caseLanguage(handoff)) =>
      cannedReplies(settings.canned_replies, lang, { agent, case: reference }),
    present: async (tenant, agent, isThere = true) => {
      if (isThere) await ports.presence.seen(tenant, agent, nowMs());
      else await ports.presence.left(tenant, agent.id);
    },
    team: async (tenant) => await teamOf(tenant, ports),
  };
};
