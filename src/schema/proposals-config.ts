import { z } from 'zod';
import { Language } from './claim.js';
import { ChatModelSettings } from './model-config.js';

/** The model that proposes; it is asked by a command, so that nobody waits for one reply. */
export const ProposalModelSettings = ChatModelSettings.extend({
  timeout_ms: z
    .int()
    .positive()
    .default(120_000)
    .describe('Longest wait for the proposals of one section, queue and tries included.'),
  output_tokens: z
    .int()
    .positive()
    .default(4_000)
    .describe('Most tokens of one reply; one that is cut off there counts as failed.'),
  concurrency: z.int().positive().default(4).describe('Sections that are asked about at once.'),
});
export type ProposalModelSettings = z.infer<typeof ProposalModelSettings>;

/** What `plumbline propose` asks, and whom. */
export const ProposalsConfig = z.strictObject({
  model: z
    .union([z.null(), ChatModelSettings.shape.model, ProposalModelSettings])
    .default(null)
    .describe(
      'The model that plumbline propose asks: provider:model, or with the settings below; null: none. See docs/readings.md.',
    ),
  languages: z
    .array(Language)
    .min(1)
    .default(['en', 'fr'])
    .describe('Languages of the proposed questions and translations.'),
});
export type ProposalsConfig = z.infer<typeof ProposalsConfig>;

/** The settings of a proposing model that was given by name alone, or in full. */
export const proposalModelSettings = (
  setting: NonNullable<ProposalsConfig['model']>,
): ProposalModelSettings =>
  typeof setting === 'string' ? ProposalModelSettings.parse({ model: setting }) : setting;
