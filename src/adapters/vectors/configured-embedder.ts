import { GroundingError } from '../../core/errors.js';
import type { TextEmbedder } from '../../core/ports.js';
import type { Config } from '../../schema/index.js';
import { langchainEmbedder } from './langchain-embeddings.js';

/**
 * The embedder that `verification.embeddings` names; null for "local". The provider's package is loaded only then.
 * @throws {GroundingError} config-invalid when the key's environment variable is not set.
 */
export async function configuredEmbedder(
  setting: Config['verification']['embeddings'],
  env: Readonly<Record<string, string | undefined>>,
): Promise<TextEmbedder | null> {
  if (setting === 'local') return null;
  const apiKey = env[setting.api_key_env];
  if (apiKey === undefined || apiKey === '') {
    throw new GroundingError('config-invalid', {
      detail: `"verification.embeddings.api_key_env": the environment variable ${setting.api_key_env} is not set; set it or use "embeddings: local"`,
    });
  }
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  const embeddings = new OpenAIEmbeddings({
    model: setting.model,
    apiKey,
    maxRetries: 2,
    ...(setting.base_url === undefined ? {} : { configuration: { baseURL: setting.base_url } }),
  });
  return langchainEmbedder(embeddings, `${setting.provider}:${setting.model}`);
}
