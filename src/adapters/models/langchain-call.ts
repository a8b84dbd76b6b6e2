import { z } from 'zod';
import type { Clock, ModelRequest } from '../../core/ports.js';
import type { ChatModelSettings } from '../../schema/index.js';
import { callFault } from './call-fault.js';
import { type CallOutcome, failedCall, type ModelCall, NO_TOKENS } from './model-call.js';
import { chatFields, type OpenChat, type StructuredChat } from './open-chat.js';

/** Further votes are drawn at this temperature: at 0 they would all be the first. */
const VOTE_TEMPERATURE = 0.7;

export interface LangchainCallOptions {
  settings: ChatModelSettings;
  /** The key itself; null for servers that want none. */
  apiKey: string | null;
  clock: Clock;
  openChat: OpenChat;
}

export interface LangchainCall {
  ask: ModelCall;
  /** Loads the provider's package. @throws where there is no such provider or package. */
  load(): Promise<void>;
}

/** Reasons for an end, as OpenAI and Anthropic name them. */
const CUT_OFF = new Set(['length', 'max_tokens', 'model_context_window_exceeded']);
const FILTERED = new Set(['content_filter']);
const REFUSED = new Set(['refusal']);

const count = z.number().nonnegative().catch(0);

/** A reply with its message as LangChain gives both; `parsed` is null or missing where nothing could be read. */
const Structured = z.looseObject({
  raw: z.looseObject({
    usage_metadata: z
      .looseObject({ input_tokens: count, output_tokens: count })
      .nullish()
      .transform((usage) => usage ?? NO_TOKENS),
    response_metadata: z
      .looseObject({ finish_reason: z.string().nullish(), stop_reason: z.string().nullish() })
      .catch({}),
    // OpenAI's own reply: LangChain leaves its refusal out of the message.
    additional_kwargs: z
      .looseObject({
        __raw_response: z.looseObject({
          choices: z.array(z.looseObject({ message: z.looseObject({ refusal: z.string().nullish() }) })),
        }),
      })
      .transform(({ __raw_response }) => __raw_response.choices[0]?.message.refusal ?? '')
      .catch(''),
  }),
  parsed: z.unknown(),
});

/**
 * Calls to any chat model of LangChain, with structured output by JSON Schema. Tries, limits
 * and the deadline are the caller's: the SDK itself tries nothing again.
 */
export const langchainCall = (options: LangchainCallOptions): LangchainCall => {
  const models = new Map<string, Promise<StructuredChat>>();
  const modelFor = ({ vote, reply, reply_name }: ModelRequest): Promise<StructuredChat> => {
    const temperature =
      vote === 0 || options.settings.temperature === null ? options.settings.temperature : VOTE_TEMPERATURE;
    const key = JSON.stringify([reply_name, temperature]);
    const known = models.get(key);
    if (known !== undefined) return known;
    const made = structuredModel(options, reply_name, reply, temperature);
    models.set(key, made);
    return made;
  };
  const ask: ModelCall = async (request, signal) => {
    signal.throwIfAborted();
    const model = await modelFor(request);
    try {
      const reply: unknown = await model.invoke(
        [
          { role: 'system', content: request.system },
          { role: 'user', content: request.user },
        ],
        { signal },
      );
      return outcomeOf(reply);
    } catch (error) {
      signal.throwIfAborted();
      return callFault(error, options.clock.nowMs());
    }
  };
  return {
    ask,
    load: async () => {
      await chatModel(options, options.settings.temperature);
    },
  };
};

const chatModel = ({ settings, apiKey, openChat }: LangchainCallOptions, temperature: number | null) =>
  openChat(settings.model, chatFields(settings, apiKey, temperature));

const structuredModel = async (
  options: LangchainCallOptions,
  name: string,
  reply: z.ZodType,
  temperature: number | null,
): Promise<StructuredChat> => {
  const method = options.settings.structured_output;
  const chat = await chatModel(options, temperature);
  // The schema goes as JSON and the reply is checked by whoever asked: a reply of another form still says what it cost.
  const { $schema: _, ...schema } = z.toJSONSchema(reply);
  return chat.withStructuredOutput(schema, {
    name,
    includeRaw: true,
    ...(method === 'default' ? {} : { method: METHODS[method] }),
  });
};

const METHODS = {
  json_schema: 'jsonSchema',
  function_calling: 'functionCalling',
  json_mode: 'jsonMode',
} as const;

const outcomeOf = (reply: unknown): CallOutcome => {
  const read = Structured.safeParse(reply);
  if (!read.success) return failedCall('unreadable');
  const { raw, parsed } = read.data;
  const { input_tokens, output_tokens } = raw.usage_metadata;
  const tokens = { input_tokens, output_tokens };
  const { finish_reason, stop_reason } = raw.response_metadata;
  const ended = finish_reason ?? stop_reason ?? '';
  if (raw.additional_kwargs !== '' || REFUSED.has(ended)) return failedCall('refused', { tokens });
  if (FILTERED.has(ended)) return failedCall('filtered', { tokens });
  if (CUT_OFF.has(ended)) return failedCall('truncated', { tokens });
  if (parsed === null || parsed === undefined) return failedCall('unreadable', { tokens });
  return { isAnswered: true, value: parsed, tokens };
};
