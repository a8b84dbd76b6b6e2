import type { RouteConfig } from '../../../schema/index.js';
import { keptAnnotations } from '../../annotations.js';
import { isObject, type JsonObject } from '../../json.js';

/** Where a part of a message has words that customers read: "text", "refusal"; null where it has none. */
export const textFieldOf = (part: JsonObject): 'text' | 'refusal' | null => {
  if (typeof part['refusal'] === 'string') return 'refusal';
  return typeof part['text'] === 'string' && !isReasoningPart(part) ? 'text' : null;
};

/** Parts of messages that no check sees: reasoning in disguise, and speech. */
const isReasoningPart = (part: JsonObject): boolean => /reasoning|thinking/.test(String(part['type']));
const isSpeech = (part: JsonObject): boolean => /audio/.test(String(part['type'])) || 'transcript' in part;

/** Whether a part of a message may be given out at all. */
export const isCheckable = (part: unknown, reasoning: RouteConfig['reasoning']): part is JsonObject =>
  isObject(part) && !isSpeech(part) && (reasoning === 'pass_unchecked' || !isReasoningPart(part));

export const isMessage = (item: unknown): item is JsonObject =>
  isObject(item) && (item['type'] === 'message' || (item['type'] === undefined && 'content' in item));

/**
 * An item that is no message, as it may be given out. Reasoning keeps its place and id, by which later turns refer to
 * it, and loses its words and its sealed content, unless the route lets it pass unchecked.
 */
export const withoutReasoning = (item: JsonObject, reasoning: RouteConfig['reasoning']): JsonObject => {
  if (item['type'] !== 'reasoning' || reasoning === 'pass_unchecked') return item;
  const { id, type, status } = item;
  return { id, type, summary: [], ...(status === undefined ? {} : { status }) };
};

/** Whether an item calls a tool: it is no answer, and an answer of such items alone says nothing. */
export const callsTool = (item: unknown): boolean =>
  isObject(item) && !isMessage(item) && item['type'] !== 'reasoning';

/** What was delivered of a part. */
export interface DeliveredPart {
  answer: string;
  verbatimChars: number;
  isChanged: boolean;
}

/** A part with the words that were delivered; probabilities and annotations of changed words are dropped. */
export const deliveredPart = (part: JsonObject, delivered: DeliveredPart): JsonObject => {
  const field = textFieldOf(part);
  if (field === null) return part;
  if (!delivered.isChanged) return { ...part, [field]: delivered.answer };
  const { annotations } = part;
  return {
    ...part,
    [field]: delivered.answer,
    ...(Array.isArray(annotations)
      ? { annotations: keptAnnotations(annotations, delivered.verbatimChars) }
      : {}),
    ...('logprobs' in part ? { logprobs: [] } : {}),
  };
};
