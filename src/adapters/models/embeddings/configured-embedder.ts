import { createHash } from 'node:crypto';
import { GroundingError } from '../../../core/errors.js';
import type { Clock, Deadline, TextEmbedder } from '../../../core/ports.js';
import type { EmbeddingsSettings } from '../../../schema/index.js';
import type { Wait } from '../retried-call.js';
import { constructorFields, EMBEDDINGS_CLASSES, type EmbeddingsClass } from './embeddings-classes.js';
import { langchainEmbedder } from './langchain-embedder.js';
import { loadEmbeddings } from './load-embeddings.js';

export interface ConfiguredEmbedderOptions {
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** A deadline of so many milliseconds. */
  deadlineAfter: (ms: number) => Deadline;
  wait: Wait;
  /** Longest wait for the vector of a claim, in milliseconds. */
  queryTimeoutMs: number;
}

const invalid = (field: string, detail: string, cause?: unknown): GroundingError =>
  new GroundingError('config-invalid', { detail: `"verification.embeddings.${field}": ${detail}`, cause });

/**
 * The embedder that `verification.embeddings` names. Its package is loaded now, so that a start fails rather than a
 * check; the service itself is not asked yet.
 * @throws {GroundingError} config-invalid: an unknown provider, a package that is not installed, a key that is not set.
 */
export const configuredEmbedder = async (
  settings: EmbeddingsSettings,
  { env, clock, deadlineAfter, wait, queryTimeoutMs }: ConfiguredEmbedderOptions,
): Promise<TextEmbedder> => {
  const known = classOf(settings);
  if (settings.base_url !== undefined && known.base_url === undefined)
    throw invalid('base_url', `is not known of ${settings.provider}; see "options" for fields of its class`);
  const apiKey = keyOf(settings, known, env);
  try {
    const embeddings = await loadEmbeddings(known, constructorFields(known, settings, apiKey));
    return langchainEmbedder({
      embeddings,
      id: embeddingId(settings),
      settings,
      clock,
      deadline: deadlineAfter(settings.timeout_ms),
      queryDeadline: deadlineAfter(queryTimeoutMs),
      wait,
    });
  } catch (cause) {
    throw invalid('provider', cause instanceof Error ? cause.message : String(cause), cause);
  }
};

const classOf = (settings: EmbeddingsSettings): EmbeddingsClass => {
  const [name = '', className = ''] = settings.class?.split('#') ?? [];
  // "@scope/name/sub" is installed as "@scope/name".
  const installed = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  if (settings.class !== undefined)
    return {
      package: installed,
      module: name,
      class: className,
      base_url: 'baseUrl',
      dimensions: 'dimensions',
    };
  const known = EMBEDDINGS_CLASSES[settings.provider];
  if (known !== undefined) return known;
  const names = Object.keys(EMBEDDINGS_CLASSES).join(', ');
  throw invalid(
    'provider',
    `"${settings.provider}" is not one of ${names}; set "class" to PACKAGE#CLASS of its LangChain embeddings`,
  );
};

const keyOf = (
  { provider, api_key_env, base_url }: EmbeddingsSettings,
  { key_env }: EmbeddingsClass,
  env: ConfiguredEmbedderOptions['env'],
): string | null => {
  const name = api_key_env ?? (base_url === undefined ? key_env : undefined);
  // Servers without keys are sent one all the same, since the SDK does not start without.
  if (name === undefined) return provider === 'openai' ? 'none' : null;
  const key = env[name];
  if (key === undefined || key === '')
    throw invalid('api_key_env', `the environment variable ${name} is not set; set it, or name another`);
  return key;
};

/** Names all that the vectors of passages depend on. */
export const embeddingId = (
  {
    provider,
    model,
    base_url,
    dimensions,
    passage_prefix,
    revision,
    class: className,
    options,
  }: EmbeddingsSettings,
  weights = '',
): string => {
  const all = [provider, model, base_url, dimensions, passage_prefix, revision, className, options, weights];
  const digest = createHash('sha256')
    .update(JSON.stringify(all.map((one) => one ?? null)))
    .digest('hex');
  return `${provider}:${model} ${digest.slice(0, 16)}`;
};
