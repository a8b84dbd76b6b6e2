import { z } from 'zod';
import type { Clock, OutboundHttp } from '../../../core/ports.js';
import type { ZendeskConfig } from '../../../schema/index.js';
import { type ApiAnswer, apiClient, mapped } from '../api-client.js';

const FAULTS = { product: 'Zendesk', settings: 'base_url, email, token_env and group_id of handoff.zendesk' };

/** What is read of Zendesk's answers; further members are left alone. */
const TicketAnswer = z.looseObject({ ticket: z.looseObject({ id: z.int() }) });
const TicketsAnswer = z.looseObject({ tickets: z.array(z.looseObject({ id: z.int() })) });
const AuditsAnswer = z.looseObject({
  audits: z.array(
    z.looseObject({ metadata: z.looseObject({ custom: z.looseObject({}).optional() }).optional() }),
  ),
  meta: z.looseObject({ has_more: z.boolean(), after_cursor: z.string().nullable().optional() }).optional(),
});

/** Pages of a ticket's history that are looked through, 100 changes each. */
const AUDIT_PAGES_MAX = 10;

export interface ZendeskComment {
  body: string;
  /** Our name for this change, by which it is found again. */
  event: string;
  status?: 'open' | 'solved';
}

export interface ZendeskApi {
  findTicket(externalId: string): Promise<ApiAnswer<number | null>>;
  createTicket(
    ticket: { external_id: string; subject: string; priority: string; tags: string[] } & ZendeskComment,
  ): Promise<ApiAnswer<number>>;
  hasChange(ticketId: number, event: string): Promise<ApiAnswer<boolean>>;
  comment(ticketId: number, comment: ZendeskComment): Promise<ApiAnswer<null>>;
}

/** The calls of Zendesk's ticketing API that a case needs. Comments are internal: none is ever mailed to a customer. */
export function zendeskApi(
  settings: ZendeskConfig,
  token: string,
  ports: { http: OutboundHttp; clock: Clock },
  signal: AbortSignal,
): ZendeskApi {
  const { base_url, email, group_id, timeout_ms } = settings;
  const headers = { authorization: `Basic ${btoa(`${email}/token:${token}`)}` };
  const { call } = apiClient({ base_url, timeout_ms, faults: FAULTS }, ports, signal);
  const change = ({ body, event, status }: ZendeskComment) => ({
    comment: { body, public: false },
    metadata: { plumbline_event: event },
    ...(status === undefined ? {} : { status }),
  });
  return {
    findTicket: async (externalId) =>
      mapped(
        await call(
          {
            method: 'GET',
            path: `/api/v2/tickets.json?external_id=${encodeURIComponent(externalId)}`,
            headers,
          },
          TicketsAnswer,
        ),
        ({ tickets }) => tickets[0]?.id ?? null,
      ),
    createTicket: async ({ external_id, subject, priority, tags, ...comment }) =>
      mapped(
        await call(
          {
            method: 'POST',
            path: '/api/v2/tickets.json',
            // Zendesk keeps a key for two hours; later the ticket is found by its external id.
            headers: { ...headers, 'idempotency-key': comment.event },
            body: {
              ticket: {
                external_id,
                subject,
                priority,
                tags,
                ...(group_id === undefined ? {} : { group_id }),
                ...change(comment),
              },
            },
          },
          TicketAnswer,
        ),
        ({ ticket }) => ticket.id,
      ),
    hasChange: async (ticketId, event) => {
      let after = '';
      for (let page = 0; page < AUDIT_PAGES_MAX; page += 1) {
        const path = `/api/v2/tickets/${ticketId}/audits.json?page[size]=100${after}`;
        const answer = await call({ method: 'GET', path, headers }, AuditsAnswer);
        if (!answer.ok) return answer;
        const { audits, meta } = answer.value;
        if (audits.some(({ metadata }) => metadata?.custom?.['plumbline_event'] === event))
          return { ok: true, value: true };
        if (meta?.has_more !== true || !meta.after_cursor) break;
        after = `&page[after]=${encodeURIComponent(meta.after_cursor)}`;
      }
      return { ok: true, value: false };
    },
    comment: async (ticketId, comment) =>
      mapped(
        await call(
          {
            method: 'PUT',
            path: `/api/v2/tickets/${ticketId}.json`,
            headers,
            body: { ticket: change(comment) },
          },
          TicketAnswer,
        ),
        () => null,
      ),
  };
}
