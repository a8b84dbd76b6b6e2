import type { RouteConfig } from '../../../schema/index.js';
import { argumentsText, type CheckedTools, isChecked } from '../../checked-tools.js';
import { isObject, type JsonObject } from '../../json.js';

/** A block with words that customers read. */
export const isText = (block: unknown): block is JsonObject & { text: string } =>
  isObject(block) && typeof block['text'] === 'string';

/** Whether a block goes out: thinking is signed and leaves whole or not at all. */
export const isKept = (block: unknown, reasoning: RouteConfig['reasoning']): boolean =>
  isObject(block) &&
  (reasoning === 'pass_unchecked' || !/^(?:redacted_)?thinking$/.test(String(block['type'])));

/** Whether a block is a tool's call or result: an answer of such blocks alone says nothing. */
export const isToolBlock = (block: unknown): boolean =>
  isObject(block) && !isText(block) && !/thinking/.test(String(block['type']));

/** Whether a block asks the client to run a tool. */
export const isToolUse = (block: unknown): block is JsonObject =>
  isObject(block) && block['type'] === 'tool_use';

/** Whether a block is the call of a tool that the route checks. */
export const isCheckedUse = (block: unknown, tools: CheckedTools): block is JsonObject & { name: string } =>
  isToolUse(block) && isChecked(tools, block['name']);

/** The arguments that a block holds itself; null where they follow in deltas. */
export const inputOf = ({ input }: JsonObject): string | null =>
  isObject(input) && Object.keys(input).length === 0 ? null : argumentsText(input);
