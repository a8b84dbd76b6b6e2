import {
  caseUrl,
  type DeliveryReceiver,
  isTold,
  lastQuestion,
  outcomeOfApi,
  toldAs,
} from '../../../core/escalation/index.js';
import type { AuditLog, Clock, OutboundHttp } from '../../../core/ports.js';
import type { SlackConfig } from '../../../schema/index.js';
import { slackMessage } from './slack-message.js';

const FAULTS = { product: 'Slack', settings: 'handoff.slack.url_env and the app’s incoming webhooks' };

/** Posts a message about a case to a Slack channel. A message that arrived but was not acknowledged is posted twice. */
export function slackReceiver(
  settings: SlackConfig,
  url: string,
  ports: { http: OutboundHttp; clock: Clock; audit: Pick<AuditLog, 'get'>; public_url: string | null },
): DeliveryReceiver {
  const { events, include_text, language, tenant, timeout_ms } = settings;
  return {
    endpoint: 'slack',
    attempt_ms_max: timeout_ms,
    wants: (event) =>
      (tenant === undefined || event.tenant === tenant) &&
      isTold(event.kind) &&
      events.includes(toldAs(event.kind).type),
    send: async ({ event, handoff }, signal) => {
      const { kind } = event;
      if (!isTold(kind)) return { kind: 'refused', status: null, error: 'nothing is posted of this event' };
      const quote = include_text
        ? lastQuestion(await ports.audit.get(handoff.tenant, handoff.record_id))
        : null;
      const message = slackMessage({ ...event, kind }, handoff, {
        lang: language,
        url: caseUrl(ports.public_url, handoff.id),
        quote,
      });
      const reply = await ports.http.send(
        {
          method: 'POST',
          url,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(message),
          timeout_ms,
        },
        signal,
      );
      return outcomeOfApi(reply, ports.clock.nowMs(), FAULTS);
    },
  };
}
