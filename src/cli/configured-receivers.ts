import {
  chatwootHook,
  chatwootReceiver,
  slackReceiver,
  zendeskReceiver,
} from '../adapters/helpdesk/index.js';
import { type DeliveryReceiver, signingKey, webhookReceiver } from '../core/escalation/index.js';
import {
  type AuditLog,
  type Clock,
  GroundingError,
  type HandoffStore,
  type HelpdeskCaseStore,
  type HelpdeskHook,
  type Ids,
  type Log,
  type OutboundHttp,
} from '../core/index.js';
import { type Config, isPublicAddress } from '../schema/index.js';

/** Reads a secret by the name of its environment variable; null where it is not set. */
export type ReadSecret = (variable: string) => string | null;

export interface ReceiverPorts {
  http: OutboundHttp;
  clock: Clock;
  ids: Ids;
  log: Log;
  audit: AuditLog;
  handoffs: HandoffStore;
  helpdeskCases: HelpdeskCaseStore;
  readSecret: ReadSecret;
}

export interface ConfiguredReceivers {
  receivers: DeliveryReceiver[];
  /** By the path at which the helpdesk calls. */
  hooks: ReadonlyMap<string, HelpdeskHook>;
}

/**
 * Every receiver outside that the configuration names, with its secrets.
 * @throws {GroundingError} config-invalid for a secret that is not set or is none.
 */
export async function configuredReceivers(
  config: Config,
  ports: ReceiverPorts,
): Promise<ConfiguredReceivers> {
  const { webhooks, slack, chatwoot, zendesk, public_url = null } = config.handoff;
  const needed = { ...ports, cases: ports.helpdeskCases, public_url };
  const secretOf = (variable: string, place: string): string => {
    const secret = ports.readSecret(variable);
    if (secret !== null && secret !== '') return secret;
    throw invalid(`"${place}": the environment variable ${variable} is not set.`);
  };
  const receivers = await Promise.all(
    webhooks.map(async (webhook, index) => {
      const place = `handoff.webhooks.${index}.secret_env`;
      const keys = await Promise.all(
        [webhook.secret_env].flat().map((name) => signingKey(secretOf(name, place), `"${place}": ${name}`)),
      );
      return webhookReceiver(webhook, keys, needed);
    }),
  );
  const hooks = new Map<string, HelpdeskHook>();
  if (slack !== undefined) {
    const url = secretOf(slack.url_env, 'handoff.slack.url_env');
    if (!slack.allow_private && !isPublicAddress(url))
      throw invalid(`"handoff.slack.url_env": ${slack.url_env} does not hold an https address.`);
    receivers.push(slackReceiver(slack, url, needed));
  }
  if (chatwoot !== undefined) {
    const secrets = {
      inbox_identifier: secretOf(chatwoot.inbox_identifier_env, 'handoff.chatwoot.inbox_identifier_env'),
      bot_token: secretOf(chatwoot.bot_token_env, 'handoff.chatwoot.bot_token_env'),
      webhook_secrets: [chatwoot.webhook_secret_env]
        .flat()
        .map((name) => secretOf(name, 'handoff.chatwoot.webhook_secret_env')),
    };
    receivers.push(chatwootReceiver(chatwoot, secrets, needed));
    hooks.set(`/hooks/chatwoot/${chatwoot.hook}`, chatwootHook(chatwoot, secrets, needed));
  }
  if (zendesk !== undefined)
    receivers.push(
      zendeskReceiver(zendesk, secretOf(zendesk.token_env, 'handoff.zendesk.token_env'), needed),
    );
  return { receivers, hooks };
}

/** Names of the configured receivers, and whose events each is told of. */
export const knownReceivers = ({ handoff }: Config): { endpoint: string; tenant: string | null }[] => [
  ...handoff.webhooks.map(({ name, tenant }) => ({ endpoint: `webhook:${name}`, tenant: tenant ?? null })),
  ...(['slack', 'chatwoot', 'zendesk'] as const).flatMap((endpoint) => {
    const settings = handoff[endpoint];
    return settings === undefined ? [] : [{ endpoint, tenant: settings.tenant ?? null }];
  }),
];

const invalid = (detail: string): GroundingError => new GroundingError('config-invalid', { detail });
