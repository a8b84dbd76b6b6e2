import { type DeliveryReceiver, signingKey, webhookReceiver } from '../core/escalation/index.js';
import { type Clock, GroundingError, type OutboundHttp } from '../core/index.js';
import type { Config } from '../schema/index.js';

/** Reads a secret by the name of its environment variable; null where it is not set. */
export type ReadSecret = (variable: string) => string | null;

export interface ReceiverPorts {
  http: OutboundHttp;
  clock: Clock;
  readSecret: ReadSecret;
}

/**
 * Every receiver outside that the configuration names, with its secrets.
 * @throws {GroundingError} config-invalid for a secret that is not set or is none.
 */
export async function configuredReceivers(config: Config, ports: ReceiverPorts): Promise<DeliveryReceiver[]> {
  const public_url = config.handoff.public_url ?? null;
  return await Promise.all(
    config.handoff.webhooks.map(async (webhook, index) => {
      const place = `handoff.webhooks.${index}.secret_env`;
      const variables = [webhook.secret_env].flat();
      const keys = await Promise.all(
        variables.map((name) => signingKey(secretOf(name, place, ports.readSecret), `"${place}": ${name}`)),
      );
      return webhookReceiver(webhook, keys, { http: ports.http, clock: ports.clock, public_url });
    }),
  );
}

const secretOf = (variable: string, place: string, readSecret: ReadSecret): string => {
  const secret = readSecret(variable);
  if (secret !== null && secret !== '') return secret;
  throw new GroundingError('config-invalid', {
    detail: `"${place}": the environment variable ${variable} is not set.`,
  });
};

/** Names of the configured receivers, and whose events each is told of. */
export const knownReceivers = ({ handoff }: Config): { endpoint: string; tenant: string | null }[] =>
  handoff.webhooks.map(({ name, tenant }) => ({ endpoint: `webhook:${name}`, tenant: tenant ?? null }));
