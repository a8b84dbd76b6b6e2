import { z } from 'zod';
import { TriggersConfig } from './triggers-config.js';

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
    .enum(['none', 'desk'])
    .default('none')
    .describe(
      'Where people take cases. none: nowhere; texts promise no person and give the contact below. desk: at /console/desk.',
    ),
  contact: HandoffContact.prefault({}),
  triggers: TriggersConfig.prefault({}),
});
export type HandoffConfig = z.infer<typeof HandoffConfig>;

/** The part of it that says what a customer reads. */
export type HandoffWording = Pick<HandoffConfig, 'channel' | 'contact'>;
