import { z } from 'zod';
import { CannedReplies } from './canned-replies.js';
import { DeliveriesConfig } from './deliveries-config.js';
import { ChatwootConfig, SlackConfig, ZendeskConfig } from './helpdesk-config.js';
import { LiveConfig } from './live-config.js';
import { StaffingHours } from './staffing-config.js';
import { TriggersConfig } from './triggers-config.js';
import { WebhooksConfig } from './webhook-config.js';

export const HandoffContact = z.strictObject({
  phone: z.string().optional().describe('Given to the customer when an answer could not be confirmed.'),
  email: z.string().optional().describe('As phone.'),
  url: z.url().optional().describe('As phone.'),
  hours: z.string().optional().describe('Opening hours of the phone line, in words.'),
});
export type HandoffContact = z.infer<typeof HandoffContact>;

/** When a bot's answer will not do, and how a person is reached then. */
export const HandoffConfig = z.strictObject({
  channel: z
    .enum(['none', 'desk', 'slack', 'chatwoot', 'zendesk'])
    .default('none')
    .describe(
      'Where people take cases. none: nowhere; texts promise no person and give the contact below. desk: at /console/desk. slack, chatwoot, zendesk: people are called there, by the section of that name; these also work beside the desk.',
    ),
  contact: HandoffContact.prefault({}),
  hours: StaffingHours.optional(),
  expires_after_min: z
    .int()
    .positive()
    .nullable()
    .default(480)
    .describe(
      'Minutes within the hours that a case waits for a person; then it expires and the bot has the floor again. null: it waits on.',
    ),
  service_level_s: z
    .int()
    .positive()
    .default(120)
    .describe(
      'Seconds within the hours in which a case should be claimed; the desk’s clock runs against it.',
    ),
  reply_wait_s: z
    .int()
    .nonnegative()
    .max(300)
    .default(15)
    .describe(
      'Longest wait of a customer’s request for the person’s reply; then it is answered with the place in the queue.',
    ),
  canned_replies: CannedReplies,
  live: LiveConfig.prefault({}),
  containment_target: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe(
      'Share of conversations that the bot is meant to handle alone (0.67: two thirds). The overview holds the grounded share against it, so that answers which nobody verified do not count. null: none.',
    ),
  triggers: TriggersConfig.prefault({}),
  public_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address at which people reach this Plumbline, for links to cases and records in messages; without it there are none.',
    ),
  webhooks: WebhooksConfig,
  deliveries: DeliveriesConfig.prefault({}),
  slack: SlackConfig.optional(),
  chatwoot: ChatwootConfig.optional(),
  zendesk: ZendeskConfig.optional(),
});
export type HandoffConfig = z.infer<typeof HandoffConfig>;

/** The part of it that says what a customer reads. */
export type HandoffWording = Pick<HandoffConfig, 'channel' | 'contact'>;
