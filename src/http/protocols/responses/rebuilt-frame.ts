import type { RouteConfig } from '../../../schema/index.js';
import { isObject, type JsonObject } from '../../json.js';
import { isCheckable, isMessage, textFieldOf, withoutReasoning } from './response-item.js';
import type { StreamedPart } from './streamed-part.js';

type Parts = ReadonlyMap<string, StreamedPart>;

/** A frame with every repetition of words in it made of what was delivered; words that nobody knows are emptied. */
export const rebuiltFrame = (
  frame: JsonObject,
  parts: Parts,
  reasoning: RouteConfig['reasoning'],
): JsonObject => {
  const { part, item, response } = frame;
  const key = `${Number(frame['output_index'] ?? 0)}:${Number(frame['content_index'] ?? 0)}`;
  switch (frame['type']) {
    case 'response.output_text.done':
    case 'response.refusal.done':
      return parts.get(key)?.rebuilt(frame) ?? frame;
    case 'response.content_part.done':
      return isObject(part) ? { ...frame, part: rebuiltPart(part, parts.get(key)) } : frame;
    case 'response.output_item.done':
      return isObject(item)
        ? { ...frame, item: rebuiltItem(item, Number(frame['output_index'] ?? 0), parts, reasoning) }
        : frame;
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      return isObject(response) ? { ...frame, response: rebuiltResponse(response, parts, reasoning) } : frame;
    default:
      return frame;
  }
};

const rebuiltPart = (part: JsonObject, delivered: StreamedPart | undefined): JsonObject => {
  if (delivered !== undefined) return delivered.rebuilt(part);
  const field = textFieldOf(part);
  return field === null ? part : { ...part, [field]: '' };
};

const rebuiltItem = (
  item: JsonObject,
  output_index: number,
  parts: Parts,
  reasoning: RouteConfig['reasoning'],
): JsonObject => {
  if (!isMessage(item)) return withoutReasoning(item, reasoning);
  const { plumbline: _, ...rest } = item;
  const content: unknown[] = Array.isArray(item['content']) ? item['content'] : [];
  return {
    ...rest,
    content: content.flatMap((part, content_index) =>
      isCheckable(part, reasoning) ? [rebuiltPart(part, parts.get(`${output_index}:${content_index}`))] : [],
    ),
  };
};

const rebuiltResponse = (
  response: JsonObject,
  parts: Parts,
  reasoning: RouteConfig['reasoning'],
): JsonObject => {
  const { output, output_text: _, plumbline: __, ...rest } = response;
  if (!Array.isArray(output)) return rest;
  const items = output.map((item: unknown, index) =>
    isObject(item) ? rebuiltItem(item, index, parts, reasoning) : item,
  );
  // A closing message where the bot said nothing has no item of the bot to stand in.
  const closing = parts.get('none')?.answer ?? '';
  const content = [{ type: 'output_text', text: closing, annotations: [] }];
  const message = { id: 'msg_plumbline', type: 'message', role: 'assistant', status: 'completed', content };
  return { ...rest, output: closing === '' ? items : [...items, message] };
};
