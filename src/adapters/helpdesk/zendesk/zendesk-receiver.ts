import {
  AGENT_WORDS,
  caseLanguage,
  caseNote,
  caseUrl,
  type DeliveryJob,
  type DeliveryOutcome,
  type DeliveryReceiver,
  eventInWords,
  HELPDESK_EVENTS,
  reasonInWords,
} from '../../../core/escalation/index.js';
import type { AuditLog, Clock, HelpdeskCaseStore, OutboundHttp } from '../../../core/ports.js';
import type { HandoffEvent, HandoffEventKind, Language, ZendeskConfig } from '../../../schema/index.js';
import type { ApiAnswer } from '../api-client.js';
import { type ZendeskApi, type ZendeskComment, zendeskApi } from './zendesk-api.js';

const CONNECTOR = 'zendesk';

/** Calls of one attempt: find, make, look through the history, change. */
const CALLS_MAX = 13;

export interface ZendeskPorts {
  http: OutboundHttp;
  clock: Clock;
  audit: Pick<AuditLog, 'get'>;
  cases: HelpdeskCaseStore;
  public_url: string | null;
}

/** Keeps a ticket a case: made when a person is asked for, with what is said and done as comments, solved at the end. */
export function zendeskReceiver(
  settings: ZendeskConfig,
  token: string,
  ports: ZendeskPorts,
): DeliveryReceiver {
  const { tenant, timeout_ms } = settings;
  return {
    endpoint: CONNECTOR,
    attempt_ms_max: CALLS_MAX * timeout_ms,
    wants: (event) => (tenant === undefined || event.tenant === tenant) && HELPDESK_EVENTS.has(event.kind),
    send: async (job, signal) => {
      const api = zendeskApi(settings, token, ports, signal);
      const ticket = await ticketOf(job, api, settings, ports);
      if (!ticket.ok) return ticket.outcome;
      const delivered: DeliveryOutcome = { kind: 'delivered', status: 200 };
      // The ticket began with this event.
      if (job.event.kind === 'opened') return delivered;
      const comment = commentOf(job.event, caseLanguage(job.handoff));
      // An attempt whose answer was lost may have been carried out all the same.
      if (job.delivery.attempts > 1) {
        const known = await api.hasChange(ticket.value, comment.event);
        if (!known.ok) return known.outcome;
        if (known.value) return delivered;
      }
      const commented = await api.comment(ticket.value, comment);
      return commented.ok ? delivered : commented.outcome;
    },
  };
}

/** The ticket of the case, which is made where there is none yet. */
async function ticketOf(
  { handoff, delivery }: DeliveryJob,
  api: ZendeskApi,
  settings: ZendeskConfig,
  ports: ZendeskPorts,
): Promise<ApiAnswer<number>> {
  const known = await ports.cases.find(CONNECTOR, handoff.id);
  if (known?.external_id) return { ok: true, value: Number(known.external_id) };
  const remember = async (answer: ApiAnswer<number>): Promise<ApiAnswer<number>> => {
    if (!answer.ok) return answer;
    const { id, tenant, route, conversation_id } = handoff;
    const place = { handoff_id: id, tenant, route, conversation_id, contact_id: null };
    await ports.cases.save(CONNECTOR, {
      ...place,
      external_id: String(answer.value),
      created_at_ms: handoff.created_at_ms,
    });
    return answer;
  };
  if (delivery.attempts > 1 || delivery.version > 1) {
    const found = await api.findTicket(handoff.id);
    if (!found.ok) return found;
    if (found.value !== null) return await remember({ ok: true, value: found.value });
  }
  const lang = caseLanguage(handoff);
  const record = await ports.audit.get(handoff.tenant, handoff.record_id);
  const [reason = 'handoff'] = handoff.reason.split(':');
  return await remember(
    await api.createTicket({
      external_id: handoff.id,
      event: `${handoff.id}:1`,
      subject: AGENT_WORDS[lang].subject(reasonInWords(handoff.reason, lang)),
      priority: handoff.priority,
      tags: [...settings.tags, `plumbline_${reason}`],
      body: caseNote(handoff, record, { lang, url: caseUrl(ports.public_url, handoff.id) }),
    }),
  );
}

const commentOf = (event: HandoffEvent, lang: Language): ZendeskComment => {
  const status = STATUS_AFTER[event.kind];
  return {
    body: eventInWords(event, lang),
    event: `${event.handoff_id}:${event.version}`,
    ...(status === undefined ? {} : { status }),
  };
};

const STATUS_AFTER: Partial<Record<HandoffEventKind, 'open' | 'solved'>> = {
  claimed: 'open',
  reassigned: 'open',
  released: 'open',
  returned: 'solved',
  resolved: 'solved',
  expired: 'solved',
  cancelled: 'solved',
};
