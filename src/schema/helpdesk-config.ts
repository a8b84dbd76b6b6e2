import { z } from 'zod';
import { environmentName } from './environment-name.js';
import { outboundSettings, outboundUrl, requirePublic } from './outbound-address.js';
import { WebhookEventType } from './webhook-config.js';

const tenant = z.string().optional().describe('Only this tenant’s handoffs; default: those of all tenants.');

/** A message in a Slack channel for each case, through an incoming webhook. */
export const SlackConfig = z.strictObject({
  url_env: environmentName.describe(
    'Environment variable of the incoming webhook’s address, which is a secret of its own.',
  ),
  events: z
    .array(WebhookEventType)
    .min(1)
    .default(['handoff.waiting', 'handoff.expired'])
    .describe('Events that are posted.'),
  include_text: z
    .boolean()
    .default(false)
    .describe('Post what the customer last wrote as well; without it no word of theirs leaves.'),
  language: z.enum(['en', 'fr']).default('en').describe('Language of the messages.'),
  tenant,
  ...outboundSettings,
});
export type SlackConfig = z.infer<typeof SlackConfig>;

/** A Chatwoot inbox in which people answer: what they write there reaches the customer. */
export const ChatwootConfig = z
  .strictObject({
    base_url: outboundUrl.describe('Address of the installation: https://app.chatwoot.com.'),
    account_id: z.int().positive().describe('Number of the account, as in the address of its pages.'),
    inbox_identifier_env: environmentName.describe(
      'Environment variable of the inbox identifier of the API channel (Settings, Configuration).',
    ),
    bot_token_env: environmentName.describe('Environment variable of the agent bot’s access token.'),
    webhook_secret_env: z
      .union([environmentName, z.array(environmentName).min(1).max(4)])
      .describe(
        'Environment variable of the secret that Chatwoot signs its calls with; a list where bot and webhook have one each.',
      ),
    hook: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be up to 40 of a-z, 0-9, "-" and "_"')
      .default('default')
      .describe('Chatwoot calls POST /hooks/chatwoot/NAME with this name.'),
    tenant,
    ...outboundSettings,
  })
  .superRefine((settings, context) => requirePublic(settings, 'base_url', settings.base_url, context));
export type ChatwootConfig = z.infer<typeof ChatwootConfig>;

/** A Zendesk ticket for each case. It is one-way: the customer is answered at the desk, whose address is in the ticket. */
export const ZendeskConfig = z
  .strictObject({
    base_url: outboundUrl.describe('Address of the account: https://NAME.zendesk.com.'),
    email: z.email().describe('The agent in whose name tickets are made.'),
    token_env: environmentName.describe('Environment variable of the API token.'),
    tags: z
      .array(z.string().regex(/^[^\s,]+$/, 'must hold no space or comma'))
      .default(['plumbline'])
      .describe('Tags of every ticket, beside that of its reason.'),
    group_id: z.int().positive().optional().describe('Group that tickets are given to.'),
    tenant,
    ...outboundSettings,
  })
  .superRefine((settings, context) => requirePublic(settings, 'base_url', settings.base_url, context));
export type ZendeskConfig = z.infer<typeof ZendeskConfig>;
