import type { RouteConfig } from '../../../schema/index.js';
import { argumentsText } from '../../checked-tools.js';
import { isObject, type JsonObject } from '../../json.js';

/** Fields of a message or delta in which bots show their reasoning: words that no check sees. */
const REASONING_FIELDS = [
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'thinking',
  'thinking_blocks',
];

/** Words of a message's or delta's content: a string, or text parts one after the other; null if it has none. */
export const answerText = (content: unknown): string | null => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  return content
    .map((part: unknown) =>
      isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : '',
    )
    .join('');
};

/** Whether a content can be read at all; anything else is a reply in no known form. */
export const isReadableContent = (content: unknown): boolean =>
  content === undefined || content === null || typeof content === 'string' || Array.isArray(content);

/** Takes out what can't be checked: reasoning (unless the route lets it pass) and speech. True if there was any. */
export const stripUnchecked = (message: JsonObject, reasoning: RouteConfig['reasoning']): boolean => {
  let stripped = false;
  const drop = (field: string): void => {
    if (!(field in message)) return;
    delete message[field];
    stripped = true;
  };
  drop('audio');
  drop('plumbline');
  if (reasoning === 'pass_unchecked') return stripped;
  for (const field of REASONING_FIELDS) drop(field);
  const content = message['content'];
  if (Array.isArray(content)) {
    const kept = content.filter(
      (part: unknown) => isObject(part) && !REASONING_PART.has(String(part['type'])),
    );
    if (kept.length < content.length) {
      message['content'] = kept;
      stripped = true;
    }
  }
  return stripped;
};

const REASONING_PART: ReadonlySet<string> = new Set(['thinking', 'reasoning']);

/** Whether a message or delta calls tools; those frames pass untouched. */
export const callsTools = (message: JsonObject): boolean =>
  (Array.isArray(message['tool_calls']) && message['tool_calls'].length > 0) ||
  isObject(message['function_call']);

/** Whether a finish reason says that the client is to run tools. */
export const isCallFinish = (reason: unknown): boolean =>
  reason === 'tool_calls' || reason === 'function_call';

/** Name and arguments of an entry of `tool_calls`, or of the legacy `function_call`; both may be a piece only. */
export const calledTool = (entry: JsonObject): { name: string; arguments: string } => {
  const tool = [entry['function'], entry['custom'], entry].find(isObject) ?? {};
  const { name } = tool;
  return {
    name: typeof name === 'string' ? name : '',
    arguments: argumentsText(tool['arguments'] ?? tool['input']) ?? '',
  };
};

/** Where a message or delta has words that customers read. */
export const TEXT_FIELDS = ['content', 'refusal'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
