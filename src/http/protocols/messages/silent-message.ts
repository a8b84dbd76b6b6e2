import type { JsonObject } from '../../json.js';
import { JSON_TYPE, OWN_MODEL, type SilentReply, type SilentRequest } from '../../relay/index.js';
import { SSE_TYPE, sseEvent } from '../../sse.js';

const USAGE = { input_tokens: 0, output_tokens: 0 };

/** A message without words. */
export const silentMessage = ({ id, model, streamed }: SilentRequest): SilentReply => {
  const message = {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: model ?? OWN_MODEL,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: USAGE,
  };
  if (!streamed) {
    const whole = { ...message, content: [{ type: 'text', text: '' }], stop_reason: 'end_turn' };
    return { contentType: JSON_TYPE, chunks: [JSON.stringify(whole)] };
  }
  const frames = (...all: (JsonObject & { type: string })[]): string =>
    all.map((frame) => sseEvent(frame.type, frame)).join('');
  return {
    contentType: SSE_TYPE,
    chunks: [
      frames({ type: 'message_start', message }),
      frames({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
      frames(
        { type: 'content_block_stop', index: 0 },
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: 0 },
        },
        { type: 'message_stop' },
      ),
    ],
  };
};
