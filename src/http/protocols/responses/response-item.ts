import type { RouteConfig } from '../../../schema/index.js';
import { keptAnnotations } from '../../annotations.js';
import { argumentsText, type CheckedTools, isChecked } from '../../checked-tools.js';
import { isObject, type JsonObject } from '../../json.js';
import type { TextForm } from '../../relay/index.js';

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

/** Items that ask the client to run a tool, or to let it run. */
const CLIENT_CALL: ReadonlySet<string> = new Set([
  'function_call',
  'custom_tool_call',
  'mcp_approval_request',
]);

/** Whether an item is the call of a tool that the route checks. */
export const isCheckedCall = (item: unknown, tools: CheckedTools): item is JsonObject & { name: string } =>
  isObject(item) && CLIENT_CALL.has(String(item['type'])) && isChecked(tools, item['name']);

/** The arguments that an item or a frame tells whole; null where it tells none. */
export const argumentsOf = (from: JsonObject): string | null =>
  argumentsText(from['arguments'] ?? from['input']);

/** Id of the item in which Plumbline's own words stand where the bot has none. */
export const OWN_ID = 'msg_plumbline';

/** Plumbline's own words as a part: beside structured output they are the vendor's refusal, so that it stays readable. */
export const closingPart = (text: string, form: TextForm): JsonObject =>
  form === 'json' ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [] };

/** A message of Plumbline's own. */
export const ownMessage = (content: JsonObject[], status = 'completed'): JsonObject => ({
  id: OWN_ID,
  type: 'message',
  role: 'assistant',
  status,
  content,
});

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
