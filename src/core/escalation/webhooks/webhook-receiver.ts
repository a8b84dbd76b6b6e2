import type { WebhookConfig } from '../../../schema/index.js';
import type { Clock, OutboundHttp } from '../../ports.js';
import { isTold, toldAs } from './event-type.js';
import { outcomeOf } from './outcome.js';
import { webhookPayload } from './payload.js';
import type { DeliveryReceiver } from './receiver.js';
import { webhookHeaders } from './sign.js';

/** Posts events to a receiver of the operator's own, signed as Standard Webhooks 1.0. */
export function webhookReceiver(
  webhook: WebhookConfig,
  keys: readonly CryptoKey[],
  ports: { http: OutboundHttp; clock: Clock; public_url: string | null },
): DeliveryReceiver {
  const { name, url, events, include_text, tenant, timeout_ms } = webhook;
  const settings = { include_text, public_url: ports.public_url };
  return {
    endpoint: `webhook:${name}`,
    attempt_ms_max: timeout_ms,
    wants: (event) =>
      (tenant === undefined || event.tenant === tenant) &&
      isTold(event.kind) &&
      events.includes(toldAs(event.kind).type),
    send: async ({ delivery, event, handoff }, signal) => {
      const payload = webhookPayload(event, handoff, settings);
      if (payload === null)
        return { kind: 'refused', status: null, error: 'webhooks do not tell of this event' };
      const body = JSON.stringify(payload);
      const signed = await webhookHeaders({ id: delivery.id, at_ms: ports.clock.nowMs(), body }, keys);
      const headers = { 'content-type': 'application/json', 'user-agent': 'Plumbline', ...signed };
      const reply = await ports.http.send({ method: 'POST', url, headers, body, timeout_ms }, signal);
      return outcomeOf(reply, ports.clock.nowMs());
    },
  };
}
