import {
  caseLanguage,
  caseNote,
  caseUrl,
  type DeliveryJob,
  type DeliveryOutcome,
  type DeliveryReceiver,
  eventInWords,
  HELPDESK_EVENTS,
  lastQuestion,
} from '../../../core/escalation/index.js';
import type { AuditLog, Clock, HelpdeskCaseStore, Ids, OutboundHttp } from '../../../core/ports.js';
import type { ChatwootConfig, HandoffEventKind } from '../../../schema/index.js';
import {
  type ChatwootApi,
  type ChatwootMessage,
  type ChatwootSecrets,
  type ChatwootStatus,
  type ChatwootTurn,
  chatwootApi,
} from './chatwoot-api.js';
import { CHATWOOT, conversationOf } from './chatwoot-conversation.js';

/** Calls of one attempt: contact, its conversations, a new one, message looked for and sent, note, status. */
const CALLS_MAX = 7;

export interface ChatwootPorts {
  http: OutboundHttp;
  clock: Clock;
  ids: Ids;
  audit: Pick<AuditLog, 'get'>;
  cases: HelpdeskCaseStore;
  public_url: string | null;
}

/**
 * Keeps a conversation in Chatwoot a case: the customer's messages as theirs, the withheld answer and the clause as a
 * private note, and a status that follows the case. What Chatwoot itself told us of is not told back.
 */
export function chatwootReceiver(
  settings: ChatwootConfig,
  secrets: ChatwootSecrets,
  ports: ChatwootPorts,
): DeliveryReceiver {
  const { tenant, timeout_ms } = settings;
  return {
    endpoint: CHATWOOT,
    attempt_ms_max: CALLS_MAX * timeout_ms,
    wants: ({ tenant: own, kind, actor }) =>
      (tenant === undefined || own === tenant) &&
      HELPDESK_EVENTS.has(kind) &&
      !(actor.type === 'helpdesk' && actor.id === CHATWOOT),
    send: async (job, signal) => {
      const api = chatwootApi(settings, secrets, ports, signal);
      const found = await conversationOf(job.handoff, api, ports);
      if (!found.ok) return found.outcome;
      const steps = job.event.kind === 'opened' ? await openingSteps(job, ports) : stepsOf(job);
      for (const step of steps) {
        if (job.delivery.steps.includes(step.name)) continue;
        const failed = await runStep(step, found.value, job, api);
        if (failed !== null) return failed;
        await job.done(step.name);
      }
      return { kind: 'delivered', status: 200 };
    },
  };
}

type ChatwootStep = { name: string } & (
  | { send: 'incoming' | 'note'; content: string }
  | { status: ChatwootStatus }
);

async function runStep(
  step: ChatwootStep,
  { contact_id, conversation }: { contact_id: string; conversation: number },
  { delivery, event }: DeliveryJob,
  api: ChatwootApi,
): Promise<DeliveryOutcome | null> {
  if ('status' in step) {
    const set = await api.setStatus(conversation, step.status);
    return set.ok ? null : set.outcome;
  }
  const name = `${event.handoff_id}:${event.version}:${step.name}`;
  const message = { kind: step.send, content: step.content, event: name };
  // An attempt whose answer was lost may have been carried out all the same. Notes cannot be looked for by a bot.
  if (delivery.attempts > 1 && step.send === 'incoming') {
    const there = await api.messages(contact_id, conversation);
    if (!there.ok) return there.outcome;
    if (there.value.some((one) => isSame(one, message, event.at_ms))) return null;
  }
  const sent = await api.send(conversation, message);
  return sent.ok ? null : sent.outcome;
}

/** Chatwoot's clock and ours may differ by as much. */
const CLOCK_SKEW_MS = 60_000;

/** Versions of Chatwoot that keep no attributes of ours leave only the words to go by. */
const isSame = (there: ChatwootTurn, { content, event }: ChatwootMessage, sinceMs: number): boolean => {
  if (there.from !== 'customer') return false;
  if (there.event !== null) return there.event === event;
  return there.content === content && there.at_ms >= sinceMs - CLOCK_SKEW_MS;
};

/** What the customer last wrote, what people must know, and then the conversation is theirs. */
async function openingSteps({ handoff, event }: DeliveryJob, ports: ChatwootPorts): Promise<ChatwootStep[]> {
  const record = await ports.audit.get(handoff.tenant, handoff.record_id);
  const question = event.text ?? lastQuestion(record);
  const note = caseNote(handoff, record, {
    lang: caseLanguage(handoff),
    url: caseUrl(ports.public_url, handoff.id),
  });
  return [
    ...(question === null ? [] : [{ name: 'message', send: 'incoming', content: question } as const]),
    { name: 'note', send: 'note', content: note },
    { name: 'status', status: 'open' },
  ];
}

function stepsOf({ event, handoff }: DeliveryJob): ChatwootStep[] {
  if (event.kind === 'customer_message') {
    return [{ name: 'message', send: 'incoming', content: event.text ?? '' }];
  }
  const status = STATUS_AFTER[event.kind];
  return [
    { name: 'note', send: 'note', content: eventInWords(event, caseLanguage(handoff)) },
    ...(status === undefined ? [] : [{ name: 'status', status } as const]),
  ];
}

/** Pending is what Chatwoot calls a conversation that a bot holds. */
const STATUS_AFTER: Partial<Record<HandoffEventKind, ChatwootStatus>> = {
  released: 'open',
  returned: 'pending',
  resolved: 'resolved',
  expired: 'resolved',
  cancelled: 'resolved',
};
