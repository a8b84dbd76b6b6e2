import { isObject, type JsonObject } from '../../json.js';
import { JSON_TYPE, OWN_MODEL, type SilentReply, type SilentRequest } from '../../relay/index.js';
import { SSE_TYPE, sseData } from '../../sse.js';

const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** A chat completion without words. */
export const silentCompletion = (asked: SilentRequest): SilentReply => {
  const envelope = {
    id: `chatcmpl-${asked.id}`,
    created: Math.trunc(asked.created_at_ms / 1_000),
    model: asked.model ?? OWN_MODEL,
  };
  const indexes = Array.from({ length: asked.choices }, (_, index) => index);
  if (!asked.streamed) {
    const choices = indexes.map((index) => ({
      index,
      message: { role: 'assistant', content: '', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    }));
    const completion = { ...envelope, object: 'chat.completion', choices, usage: USAGE };
    return { contentType: JSON_TYPE, chunks: [JSON.stringify(completion)] };
  }
  const frame = (choices: JsonObject[], more: JsonObject = {}): string =>
    sseData(JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices, ...more }));
  const each = (delta: JsonObject, finish_reason: string | null): string =>
    indexes.map((index) => frame([{ index, delta, logprobs: null, finish_reason }])).join('');
  return {
    contentType: SSE_TYPE,
    chunks: [
      '',
      each({ role: 'assistant', content: '', refusal: null }, null),
      `${each({}, 'stop')}${wantsUsage(asked.body) ? frame([], { usage: USAGE }) : ''}data: [DONE]\n\n`,
    ],
  };
};

const wantsUsage = (body: unknown): boolean =>
  isObject(body) && isObject(body['stream_options']) && body['stream_options']['include_usage'] === true;
