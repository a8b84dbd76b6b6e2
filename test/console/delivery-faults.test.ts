import { describe, expect, it } from 'vitest';
import { deliveriesFr } from '../../src/console/texts/deliveries-fr.js';
import { outcomeOf, outcomeOfApi } from '../../src/core/escalation/webhooks/outcome.js';
import type { OutboundReply } from '../../src/core/ports.js';

const answered = (status: number, body = ''): OutboundReply => ({ status, headers: new Headers(), body });
const noted = (outcome: ReturnType<typeof outcomeOf>): string => ('error' in outcome ? outcome.error : '');
const SLACK = { product: 'Slack', settings: 'handoff.slack.url_env' };

describe('why a delivery failed, in French', () => {
  it.each([
    { error: noted(outcomeOf({ status: null, error: 'timeout' }, 0)), says: 'pas de réponse à temps' },
    { error: noted(outcomeOf({ status: null, error: 'unreachable' }, 0)), says: 'la connexion' },
    { error: noted(outcomeOf(answered(410), 0)), says: 'a répondu 410' },
    { error: noted(outcomeOf(answered(302), 0)), says: 'a répondu 302 : les redirections' },
    { error: noted(outcomeOf(answered(500), 0)), says: 'le destinataire a répondu 500' },
    {
      error: noted(outcomeOfApi(answered(403, 'invalid_token'), 0, SLACK)),
      says: 'Slack a répondu 403 invalid_token : vérifiez handoff.slack.url_env',
    },
    {
      error:
        'Chatwoot answered 401: look at base_url, account_id, inbox_identifier_env and bot_token_env of handoff.chatwoot',
      says: 'base_url, account_id, inbox_identifier_env et bot_token_env de handoff.chatwoot',
    },
    {
      error: 'Slack answered 404: look at handoff.slack.url_env and the app’s incoming webhooks',
      says: 'vérifiez handoff.slack.url_env et les webhooks entrants de l’application',
    },
    { error: 'Zendesk’s answer could not be read', says: 'la réponse de Zendesk' },
    { error: 'noted by a later version', says: 'noted by a later version' },
  ])('$error', ({ error, says }) => expect(deliveriesFr.fault(error)).toContain(says));
});
