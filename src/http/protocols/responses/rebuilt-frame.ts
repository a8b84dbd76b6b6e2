import type { RouteConfig } from '../../../schema/index.js';
import { isObject, type JsonObject } from '../../json.js';
import {
  closingPart,
  isCheckable,
  isMessage,
  ownMessage,
  textFieldOf,
  withoutReasoning,
} from './response-item.js';
import type { StreamedCalls } from './streamed-calls.js';
import type { StreamedPart } from './streamed-part.js';

type Parts = ReadonlyMap<string, StreamedPart>;

/** What was delivered of a stream, of which repetitions are made. */
export interface Delivered {
  parts: Parts;
  calls: StreamedCalls;
  reasoning: RouteConfig['reasoning'];
}

/** A frame with every repetition of words in it made of what was delivered; words that nobody knows are emptied. */
export const rebuiltFrame = (frame: JsonObject, delivered: Delivered): JsonObject => {
  const { parts, reasoning } = delivered;
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
      return isObject(response) ? { ...frame, response: rebuiltResponse(response, delivered) } : frame;
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

const rebuiltResponse = (response: JsonObject, { parts, calls, reasoning }: Delivered): JsonObject => {
  const { output, output_text: _, plumbline: __, ...rest } = response;
  if (!Array.isArray(output)) return rest;
  const items = output.flatMap((item: unknown, index): unknown[] => {
    if (calls.isWithheld(index, item)) return [];
    return [isObject(item) ? rebuiltItem(item, index, parts, reasoning) : item];
  });
  // A closing message where the bot said nothing has no item of the bot to stand in.
  const closing = parts.get('none')?.answer ?? '';
  const own = closing === '' ? calls.closingItem : ownMessage([closingPart(closing, 'words')]);
  return { ...rest, output: own === null ? items : [...items, own] };
};
