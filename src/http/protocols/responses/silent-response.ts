import { isNonEmptyString, isObject, type JsonObject } from '../../json.js';
import { JSON_TYPE, OWN_MODEL, type SilentReply, type SilentRequest } from '../../relay/index.js';
import { SSE_TYPE, sseEvent } from '../../sse.js';
import { closingPart, ownMessage } from './response-item.js';

/** How ids of responses begin that no bot knows. */
const OWN_RESPONSE = 'resp_plumbline_';

const USAGE = {
  input_tokens: 0,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 0,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 0,
};

/**
 * A response without words. One that follows another takes its id, so that the next request goes on from what the bot
 * knows.
 */
export const silentResponse = (asked: SilentRequest): SilentReply => {
  const body = isObject(asked.body) ? asked.body : {};
  const { previous_response_id, metadata } = body;
  const follows = isNonEmptyString(previous_response_id) ? previous_response_id : null;
  const response: JsonObject = {
    id: follows ?? `${OWN_RESPONSE}${asked.id}`,
    object: 'response',
    created_at: Math.trunc(asked.created_at_ms / 1_000),
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    metadata: isObject(metadata) ? metadata : {},
    model: asked.model ?? OWN_MODEL,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: follows,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    usage: null,
  };
  const part = closingPart('', 'words');
  const item = { ...ownMessage([part]), id: `msg_plumbline_${asked.id}` };
  const completed = { ...response, status: 'completed', output: [item], usage: USAGE };
  if (!asked.streamed) return { contentType: JSON_TYPE, chunks: [JSON.stringify(completed)] };
  const place = { item_id: item['id'], output_index: 0, content_index: 0 };
  const begun = { ...item, status: 'in_progress', content: [] };
  let sequence_number = -1;
  const frames = (...all: (JsonObject & { type: string })[]): string =>
    all
      .map((frame) => {
        sequence_number += 1;
        return sseEvent(frame.type, { ...frame, sequence_number });
      })
      .join('');
  return {
    contentType: SSE_TYPE,
    chunks: [
      frames({ type: 'response.created', response }, { type: 'response.in_progress', response }),
      frames(
        { type: 'response.output_item.added', output_index: 0, item: begun },
        { type: 'response.content_part.added', ...place, part },
      ),
      frames(
        { type: 'response.output_text.done', ...place, text: '' },
        { type: 'response.content_part.done', ...place, part },
        { type: 'response.output_item.done', output_index: 0, item },
        { type: 'response.completed', response: completed },
      ),
    ],
  };
};

/** The body without an id of ours for the response before: the bot knows none. The same object if there is none. */
export const withoutOwnResponse = (body: unknown): unknown => {
  if (!isObject(body)) return body;
  const { previous_response_id, ...rest } = body;
  const isOwn = isNonEmptyString(previous_response_id) && previous_response_id.startsWith(OWN_RESPONSE);
  return isOwn ? rest : body;
};
