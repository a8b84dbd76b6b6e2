import { createHash } from 'node:crypto';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { GroundingError } from '../../../core/errors.js';
import type { Clock, Deadline, TextEmbedder } from '../../../core/ports.js';
import type { EmbeddingsSettings } from '../../../schema/index.js';
import type { Wait } from '../retried-call.js';
import { constructorFields, EMBEDDINGS_CLASSES, type EmbeddingsClass } from './embeddings-classes.js';
import { langchainEmbedder } from './langchain-embedder.js';
import { loadEmbeddings } from './load-embeddings.js';
import { onnxFolder } from './onnx-folder.js';

export interface ConfiguredEmbedderOptions {
  /** Folder that a model's folder is relative to. */
  baseDir: string;
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
 * The embedder that `verification.embeddings` names. Its package is loaded now, and a model on disk as well, so that a
 * start fails rather than a check; a service is not asked yet.
 * @throws {GroundingError} config-invalid: an unknown provider, a package that is not installed, a key that is not set, a
 * model that cannot be loaded.
 */
export const configuredEmbedder = async (
  settings: EmbeddingsSettings,
  options: ConfiguredEmbedderOptions,
): Promise<TextEmbedder> => {
  const known = classOf(settings);
  if (settings.base_url !== undefined && known.base_url === undefined)
    throw invalid('base_url', `is not known of ${settings.provider}; see "options" for fields of its class`);
  const { embeddings, weights } =
    settings.provider === 'onnx' && settings.class === undefined
      ? await fromDisk(settings, known, options.baseDir)
      : await fromService(settings, known, options.env);
  const { clock, wait, deadlineAfter } = options;
  return langchainEmbedder({
    embeddings,
    id: embeddingId(settings, weights),
    settings,
    clock,
    deadline: deadlineAfter(settings.timeout_ms),
    queryDeadline: deadlineAfter(options.queryTimeoutMs),
    wait,
  });
};

/** Embeddings, and a digest of their weights where those are known. */
interface Opened {
  embeddings: EmbeddingsInterface;
  weights: string;
}

const fromService = async (
  settings: EmbeddingsSettings,
  known: EmbeddingsClass,
  env: ConfiguredEmbedderOptions['env'],
): Promise<Opened> => {
  const apiKey = keyOf(settings, known, env);
  try {
    const embeddings = await loadEmbeddings(known, constructorFields(known, settings, apiKey));
    return { embeddings, weights: '' };
  } catch (cause) {
    throw invalid('provider', wordsOf(cause), cause);
  }
};

const fromDisk = async (
  settings: EmbeddingsSettings,
  known: EmbeddingsClass,
  baseDir: string,
): Promise<Opened> => {
  try {
    const { folder, options, weights } = await onnxFolder(settings, baseDir);
    const fields = constructorFields(known, { ...settings, model: folder, options }, null);
    const embeddings = await loadEmbeddings(known, fields);
    // Loads the model.
    await embeddings.embedQuery('');
    return { embeddings, weights };
  } catch (cause) {
    if (cause instanceof GroundingError) throw cause;
    throw invalid('model', `${settings.model} cannot be loaded: ${wordsOf(cause)}`, cause);
  }
};

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

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
const embeddingId = (settings: EmbeddingsSettings, weights: string): string => {
  const { provider, model, base_url, dimensions, dtype, pooling, passage_prefix, revision, options } =
    settings;
  const all = [
    provider,
    // Of a model on disk its weights count, and not where they lie.
    weights === '' ? model : weights,
    base_url,
    dimensions,
    dtype,
    pooling,
    passage_prefix,
    revision,
    settings.class,
    options,
  ];
  const digest = createHash('sha256')
    .update(JSON.stringify(all.map((one) => one ?? null)))
    .digest('hex');
  return `${weights === '' ? `${provider}:${model}` : provider} ${digest.slice(0, 16)}`;
};
