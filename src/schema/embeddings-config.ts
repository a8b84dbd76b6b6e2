import { z } from 'zod';
import { environmentName } from './environment-name.js';

const PROVIDER = '[a-z][a-z0-9_-]*';
const embeddingsName = z
  .string()
  .regex(
    new RegExp(`^${PROVIDER}:\\S+$`),
    'must be local, or provider:model, such as openai:text-embedding-3-small, ollama:nomic-embed-text or onnx:FOLDER',
  );

/** A model that turns texts into vectors, and how it may be used. */
export const EmbeddingsSettings = z.strictObject({
  provider: z
    .string()
    .regex(new RegExp(`^${PROVIDER}$`))
    .describe('openai (with base_url any server of that form), ollama, onnx, or one of docs/models.md.'),
  model: z.string().min(1).describe('Name of the model; with onnx its folder.'),
  base_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where the model is served; the default is the provider’s, http://127.0.0.1:11434 for ollama.'),
  api_key_env: environmentName
    .optional()
    .describe('Environment variable that holds the key; default OPENAI_API_KEY with openai and no base_url.'),
  dimensions: z
    .int()
    .positive()
    .optional()
    .describe(
      'Numbers of a vector, for models that can be asked for fewer; vectors of another size are refused.',
    ),
  dtype: z
    .enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'])
    .nullable()
    .default(null)
    .describe(
      'With onnx: precision of the weights, where the folder holds several ONNX files; null: the only one.',
    ),
  pooling: z
    .enum(['mean', 'cls', 'last_token'])
    .default('mean')
    .describe(
      'With onnx: how the vector of a text is made of those of its tokens, as the model’s card says.',
    ),
  query_prefix: z
    .string()
    .default('')
    .describe('Put before each claim that is searched for, for models that want it, such as "query: ".'),
  passage_prefix: z.string().default('').describe('Put before each passage, such as "passage: ".'),
  revision: z.string().default('').describe('Any word; another one has every passage embedded again.'),
  class: z
    .string()
    .regex(/^[^#\s]+#[A-Za-z]\w*$/, 'must be PACKAGE#CLASS, such as @langchain/nomic#NomicEmbeddings')
    .optional()
    .describe('PACKAGE#CLASS of LangChain embeddings, for a provider that Plumbline does not know.'),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Further fields for that class, as LangChain names them; no secrets.'),
  texts_per_call: z.int().positive().default(64).describe('Passages that are embedded in one call.'),
  concurrency: z.int().positive().default(2).describe('Calls at once while passages are embedded.'),
  retries: z
    .int()
    .nonnegative()
    .default(4)
    .describe(
      'Further tries after 429, 5xx, late and broken calls while passages are embedded; retry-after is kept up to a minute.',
    ),
  timeout_ms: z
    .int()
    .positive()
    .default(30_000)
    .describe('Longest call while passages are embedded; a claim’s has half of verification.timeout_ms.'),
  store: z
    .string()
    .min(1)
    .default('data/embeddings.db')
    .describe(
      'File that keeps the vectors, so that only new and changed passages are embedded; it can be deleted at will.',
    ),
});
export type EmbeddingsSettings = z.infer<typeof EmbeddingsSettings>;

/** `verification.embeddings`: the local ones, a model on default settings, or a model with settings of its own. */
export const EmbeddingsSetting = z.union([z.literal('local'), embeddingsName, EmbeddingsSettings]);
export type EmbeddingsSetting = z.infer<typeof EmbeddingsSetting>;

/** The settings of an embedding model that was given by name alone, or in full; null for the local embedding. */
export const embeddingsSettings = (setting: EmbeddingsSetting): EmbeddingsSettings | null => {
  if (setting === 'local') return null;
  if (typeof setting !== 'string') return setting;
  const at = setting.indexOf(':');
  return EmbeddingsSettings.parse({ provider: setting.slice(0, at), model: setting.slice(at + 1) });
};
