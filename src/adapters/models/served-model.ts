import { GroundingError } from '../../core/errors.js';
import type { Clock, Deadline, Metrics, StructuredModel } from '../../core/ports.js';
import type { ChatModelSettings } from '../../schema/index.js';
import { waitFor } from '../system/wait.js';
import { guardedModel } from './guarded-model.js';
import { langchainCall } from './langchain-call.js';
import { type OpenChat, providerOf } from './open-chat.js';

export interface ServedModelOptions {
  /** The setting that names it, for errors; default `verification.model`. */
  setting?: string;
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** A deadline of so many milliseconds. */
  deadlineAfter: (ms: number) => Deadline;
  metrics?: Metrics;
}

const DEFAULT_KEYS: Readonly<Record<string, string>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
};
/** Whose address can be set. */
const ADDRESSED = ['openai', 'anthropic'];

/** An error of one field of the setting. */
type Invalid = (field: string, detail: string, cause?: unknown) => GroundingError;

const invalidAt =
  (setting = 'verification.model'): Invalid =>
  (field, detail, cause) =>
    new GroundingError('config-invalid', { detail: `"${setting}.${field}": ${detail}`, cause });

/**
 * The model of a provider, behind its deadline and limits; on Node and Workers alike. Its client is loaded now, so that a
 * start fails rather than an answer.
 * @throws {GroundingError} config-invalid: an unknown provider, a package that is not installed, a key that is not set.
 */
export const servedModel = async (
  settings: ChatModelSettings,
  openChat: OpenChat,
  { clock, deadlineAfter, metrics, setting, env }: ServedModelOptions,
): Promise<StructuredModel> => {
  const invalid = invalidAt(setting);
  const provider = providerOf(settings.model);
  if (settings.base_url !== undefined && !ADDRESSED.includes(provider))
    throw invalid('base_url', `works with openai: and anthropic: models, not with ${provider}:`);
  const apiKey = keyOf(provider, settings, env, invalid);
  const call = langchainCall({ settings, apiKey, clock, openChat });
  try {
    await call.load();
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw invalid('model', `${settings.model} cannot be loaded: ${why}`, cause);
  }
  return guardedModel({
    id: modelId(settings),
    call: call.ask,
    settings,
    deadline: deadlineAfter(settings.timeout_ms),
    clock,
    wait: waitFor,
    ...(metrics === undefined ? {} : { metrics }),
  });
};

/** Names a model and where it is served; whose files it is does not matter. */
export const modelId = ({ model, base_url }: Pick<ChatModelSettings, 'model' | 'base_url'>): string =>
  model.startsWith('file:') ? 'file' : base_url === undefined ? model : `${model}@${base_url}`;

const keyOf = (
  provider: string,
  { api_key_env, base_url }: ChatModelSettings,
  env: ServedModelOptions['env'],
  invalid: Invalid,
): string | null => {
  const name = api_key_env ?? (base_url === undefined ? DEFAULT_KEYS[provider] : undefined);
  if (name === undefined) return null;
  const key = env[name];
  if (key === undefined || key === '')
    throw invalid('api_key_env', `the environment variable ${name} is not set; set it, or name another`);
  return key;
};
