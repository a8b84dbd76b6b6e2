import type { Handoff, HandoffActor, HandoffEvent, WebhookEventType } from '../../../schema/index.js';
import { caseUrl, recordUrl } from './addresses.js';
import { isTold, toldAs } from './event-type.js';

/** Body of a webhook, in the members that Standard Webhooks 1.0 recommends. */
export interface WebhookPayload {
  type: WebhookEventType;
  /** When it happened, ISO 8601; when it is sent stands in the headers. */
  timestamp: string;
  data: {
    handoff: {
      id: string;
      /** Of this event: of two events the one with the greater version is the later. */
      version: number;
      /** After this event. */
      state: Handoff['state'];
      reason: string;
      priority: Handoff['priority'];
      language: string | null;
      /** When the customer began to wait. */
      opened_at: string;
      /** The case at the desk; null without `handoff.public_url`. */
      url: string | null;
    };
    tenant: string;
    route: string;
    conversation_id: string;
    /** The audit record of the answer that led here. */
    record: { id: string; url: string | null };
    /** Whose doing it was. */
    by: HandoffActor;
    /** What was written, where the receiver is told of it: a reply, a summary. */
    text?: string;
  };
}

/**
 * What a webhook says of an event. It is made of what never changes (the event, and the handoff as it was opened), so
 * that every attempt has the same bytes. Null for events that webhooks do not tell of.
 */
export function webhookPayload(
  event: HandoffEvent,
  handoff: Handoff,
  settings: { include_text: boolean; public_url: string | null },
): WebhookPayload | null {
  if (!isTold(event.kind)) return null;
  const { type, state } = toldAs(event.kind);
  return {
    type,
    timestamp: isoTime(event.at_ms),
    data: {
      handoff: {
        id: handoff.id,
        version: event.version,
        state,
        reason: handoff.reason,
        priority: handoff.priority,
        language: handoff.language,
        opened_at: isoTime(handoff.created_at_ms),
        url: caseUrl(settings.public_url, handoff.id),
      },
      tenant: event.tenant,
      route: event.route,
      conversation_id: event.conversation_id,
      record: { id: handoff.record_id, url: recordUrl(settings.public_url, handoff.record_id) },
      by: event.actor,
      ...(settings.include_text && event.text !== null ? { text: event.text } : {}),
    },
  };
}

const isoTime = (atMs: number): string => new Date(atMs).toISOString();
