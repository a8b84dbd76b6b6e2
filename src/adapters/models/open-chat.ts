import type { ChatModelSettings } from '../../schema/index.js';

/** A chat model that gives its message and what was read of it. */
export interface StructuredChat {
  invoke(
    messages: { role: 'system' | 'user'; content: string }[],
    options: { signal: AbortSignal },
  ): Promise<unknown>;
}

/** A chat model of LangChain, as far as it is used. */
export interface Chat {
  withStructuredOutput(
    schema: Record<string, unknown>,
    config: { name: string; includeRaw: true; method?: 'jsonSchema' | 'functionCalling' | 'jsonMode' },
  ): StructuredChat;
}

/**
 * Makes a chat model of `provider:model`; `fields` are those of its constructor.
 * @throws where there is no such provider here, or its package is missing.
 */
export type OpenChat = (model: string, fields: Record<string, unknown>) => Promise<Chat>;

/** The fields of a model's constructor. Tries are the caller's: the SDK itself tries nothing again. */
export const chatFields = (
  settings: ChatModelSettings,
  apiKey: string | null,
  temperature: number | null,
): Record<string, unknown> => {
  const provider = providerOf(settings.model);
  return {
    ...(temperature === null ? {} : { temperature }),
    ...addressOf(provider, settings, apiKey),
    maxTokens: settings.output_tokens,
    maxRetries: 0,
    ...(provider === 'openai' ? { __includeRawResponse: true } : {}),
  };
};

/** "openai" of "openai:gpt-…". */
export const providerOf = (model: string): string => model.slice(0, model.indexOf(':'));

const addressOf = (
  provider: string,
  { base_url }: ChatModelSettings,
  apiKey: string | null,
): Record<string, unknown> => {
  // Servers without keys are sent one all the same, since the SDKs do not start without.
  const key = { apiKey: apiKey ?? 'none' };
  if (base_url === undefined) return key;
  return provider === 'anthropic'
    ? { ...key, anthropicApiUrl: base_url.replace(/\/v1\/?$/, '') }
    : { ...key, configuration: { baseURL: base_url } };
};
