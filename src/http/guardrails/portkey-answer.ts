import { GroundingError } from '../../core/errors.js';
import { jsonPointer } from '../body.js';
import { isNonEmptyString, isObject, type JsonObject } from '../json.js';
import { CallerMessage } from '../messages.js';

/** Where a model's reply holds its words, whichever of Portkey's request types it answers. */
export interface AnswerPlaces {
  texts: string[];
  /** The reply with other words at these places, in their order; null where only the bare text is known. */
  replaced(texts: readonly string[]): JsonObject | null;
}

/** A member of the reply that holds words of the bot. */
type Place = readonly [holder: JsonObject, key: string];

/**
 * The words of a reply: chat completions, completions, Anthropic messages, responses.
 * @throws {GroundingError} request-invalid where a reply has neither a known form nor a text.
 */
export const answerPlaces = (json: JsonObject, text: unknown): AnswerPlaces => {
  const places = placesOf(json);
  if (places === null || (places.length === 0 && isNonEmptyString(text))) {
    if (isNonEmptyString(text)) return { texts: [text], replaced: () => null };
    if (Object.keys(json).length === 0) return { texts: [], replaced: () => null };
    throw new GroundingError('request-invalid', {
      detail:
        '/response/json holds its words in no place that is known: choices, content or output, or /response/text.',
      pointer: '/response/json',
    });
  }
  return {
    texts: places.map(([holder, key]) => String(holder[key])),
    replaced: (texts) => {
      const copy = structuredClone(json);
      for (const [index, [holder, key]] of (placesOf(copy) ?? []).entries()) {
        const other = texts[index];
        if (other !== undefined) holder[key] = other;
      }
      return copy;
    },
  };
};

/** Null for a reply of no known form. */
const placesOf = (json: JsonObject): Place[] | null => {
  if (Array.isArray(json['choices'])) return json['choices'].flatMap(placesOfChoice);
  if (Array.isArray(json['content'])) return json['content'].flatMap(placesOfPart);
  if (Array.isArray(json['output'])) {
    return json['output'].flatMap((item) =>
      isObject(item) && Array.isArray(item['content']) ? item['content'].flatMap(placesOfPart) : [],
    );
  }
  return null;
};

const placesOfChoice = (choice: unknown): Place[] => {
  if (!isObject(choice)) return [];
  const { message } = choice;
  if (!isObject(message)) return stringAt(choice, 'text');
  const content = Array.isArray(message['content'])
    ? message['content'].flatMap(placesOfPart)
    : stringAt(message, 'content');
  return [...content, ...stringAt(message, 'refusal')];
};

const placesOfPart = (part: unknown): Place[] =>
  isObject(part) ? [...stringAt(part, 'text'), ...stringAt(part, 'refusal')] : [];

const stringAt = (holder: JsonObject, key: string): Place[] =>
  isNonEmptyString(holder[key]) ? [[holder, key]] : [];

/**
 * The conversation of a request: `messages` (chat, Anthropic), `input` (responses) or `prompt`.
 * @throws {GroundingError} request-invalid for a message that is none.
 */
export const portkeyMessages = (json: JsonObject): CallerMessage[] => {
  const { messages, input, prompt } = json;
  if (Array.isArray(messages)) return messages.map((message, index) => parsed(message, 'messages', index));
  if (Array.isArray(input)) {
    return input.flatMap((item, index) =>
      isObject(item) && 'role' in item ? [parsed(item, 'input', index)] : [],
    );
  }
  const question = [input, prompt].find(isNonEmptyString);
  return question === undefined ? [] : [{ role: 'user', content: question }];
};

const parsed = (message: unknown, member: string, index: number): CallerMessage => {
  const found = CallerMessage.safeParse(message);
  if (found.success) return found.data;
  const pointer = jsonPointer(['request', 'json', member, index]);
  throw new GroundingError('request-invalid', { detail: `${pointer} is no message of a chat.`, pointer });
};
