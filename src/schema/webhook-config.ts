import { z } from 'zod';
import { environmentName } from './environment-name.js';
import { outboundSettings, outboundUrl, requirePublic } from './outbound-address.js';

/** What webhooks tell of: Standard Webhooks names, a full stop between thing and happening. */
export const WebhookEventType = z.enum([
  /** A case waits for a person, for the first time or again. */
  'handoff.waiting',
  /** A person took it, or took it over. */
  'handoff.claimed',
  /** A person wrote to the customer. */
  'handoff.replied',
  /** Back to the bot. */
  'handoff.returned',
  'handoff.resolved',
  /** Nobody took it in time. */
  'handoff.expired',
  /** The customer did not want to wait. */
  'handoff.cancelled',
]);
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** One receiver of webhooks, signed as Standard Webhooks 1.0. */
export const WebhookConfig = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be up to 40 of a-z, 0-9, "-" and "_"')
      .describe(
        'Name of the receiver, for logs and the list of deliveries; keep it, its place in the log hangs on it.',
      ),
    url: outboundUrl.describe('Where events are posted.'),
    secret_env: z
      .union([environmentName, z.array(environmentName).min(1).max(4)])
      .describe(
        'Environment variable of the signing secret (whsec_ and base64 of 24 to 64 bytes); a list while secrets are changed: each signs.',
      ),
    events: z
      .array(WebhookEventType)
      .min(1)
      .default(WebhookEventType.options)
      .describe('Events that it is told of; default all.'),
    include_text: z
      .boolean()
      .default(false)
      .describe('Send what people wrote: a reply’s words, a summary. Default: ids and states only.'),
    tenant: z.string().optional().describe('Only this tenant’s handoffs; default: those of all tenants.'),
    ...outboundSettings,
  })
  .superRefine((webhook, context) => requirePublic(webhook, 'url', webhook.url, context));
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const WebhooksConfig = z
  .array(WebhookConfig)
  .default([])
  .superRefine((webhooks, context) => {
    webhooks.forEach(({ name }, index) => {
      if (webhooks.findIndex((webhook) => webhook.name === name) === index) return;
      context.addIssue({
        code: 'custom',
        path: [index, 'name'],
        message: `there are two webhooks "${name}"`,
      });
    });
  });
