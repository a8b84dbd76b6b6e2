import { z } from 'zod';
import { callLimits } from './call-limits-config.js';
import { environmentName } from './environment-name.js';

const modelName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]*:\S+$/,
    'must be provider:model, such as openai:gpt-4.1-mini, or file:FOLDER for replies written by hand',
  );

/**
 * Which claims a model is asked about: what is open or fails without a check that speaks against it, that and what is held for wrong
 * without a proof, or all.
 */
export const ClaimsAsked = z.enum(['not_verified', 'unproven', 'all']);
export type ClaimsAsked = z.infer<typeof ClaimsAsked>;

/** A chat model and how it may be asked, whatever for. */
export const ChatModelSettings = z.strictObject({
  model: modelName.describe(
    'provider:model, such as openai:…, anthropic:…; openai: with base_url is any OpenAI-compatible server; file:FOLDER writes requests as files and waits for replies.',
  ),
  base_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where the model is served, version included: http://127.0.0.1:11434/v1 for Ollama.'),
  api_key_env: environmentName
    .optional()
    .describe(
      'Environment variable that holds the key; default OPENAI_API_KEY or ANTHROPIC_API_KEY, none with base_url.',
    ),
  timeout_ms: z
    .int()
    .positive()
    .default(8_000)
    .describe('Longest wait for one reply, queue and tries included; what is late counts as failed.'),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .nullable()
    .default(0)
    .describe('Sampling temperature; null sends none, for models that refuse the setting.'),
  structured_output: z
    .enum(['default', 'json_schema', 'function_calling', 'json_mode'])
    .default('default')
    .describe('How the reply’s form is asked for; default is the provider’s own way.'),
  output_tokens: z
    .int()
    .positive()
    .default(2_000)
    .describe('Most tokens of one reply; one that is cut off there counts as failed.'),
  ...callLimits,
  tokens_per_day: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('Most tokens of one tenant in a UTC day, in each process; null: no limit.'),
  price_per_million: z
    .strictObject({
      input: z.number().nonnegative().describe('Price of a million input tokens, in a currency of your own.'),
      output: z.number().nonnegative().describe('Price of a million output tokens.'),
    })
    .optional(),
});
export type ChatModelSettings = z.infer<typeof ChatModelSettings>;

/** A chat model as the judge of claims. */
export const ModelSettings = ChatModelSettings.extend({
  claims: ClaimsAsked.default('not_verified').describe(
    'Which claims the judge is asked about: those that checks and grader leave open or hold for wrong by their risk alone; those and what they hold for wrong without a proof; or all.',
  ),
  group_chars: z
    .int()
    .positive()
    .default(600)
    .describe(
      'Characters of an answer that are judged in one call: from the first open sentence on, at least so many. A stream is held as long; lower is sooner, higher is fewer calls.',
    ),
  evidence_chars: z
    .int()
    .min(1_000)
    .default(12_000)
    .describe('Most characters of policies and tables that the judge is shown in one call.'),
  votes: z
    .int()
    .min(1)
    .max(9)
    .default(1)
    .describe(
      'Independent replies that are asked for; a label needs more than half of them. Those after the first are drawn at a temperature of 0.7.',
    ),
});
export type ModelSettings = z.infer<typeof ModelSettings>;

/** `verification.model`: none, a model on default settings, or a model with settings of its own. */
export const ModelSetting = z.union([z.null(), modelName, ModelSettings]);
export type ModelSetting = z.infer<typeof ModelSetting>;

/** The settings of a model that was given by name alone, or in full. */
export const modelSettings = (setting: NonNullable<ModelSetting>): ModelSettings =>
  typeof setting === 'string' ? ModelSettings.parse({ model: setting }) : setting;

/** A chat model's setting where it is no judge: none, a model on default settings, or one with settings of its own. */
export const ChatModelSetting = z.union([z.null(), modelName, ChatModelSettings]);
export type ChatModelSetting = z.infer<typeof ChatModelSetting>;

/** The settings of such a model that was given by name alone, or in full. */
export const chatModelSettings = (setting: NonNullable<ChatModelSetting>): ChatModelSettings =>
  typeof setting === 'string' ? ChatModelSettings.parse({ model: setting }) : setting;
