import type { CheckedTool } from '../schema/index.js';
import { isNonEmptyString, isObject } from './json.js';

/** The tools whose calls a route checks, by name. */
export type CheckedTools = Readonly<Record<string, CheckedTool>>;

export const isChecked = (tools: CheckedTools, name: unknown): name is string =>
  isNonEmptyString(name) && Object.hasOwn(tools, name);

/** Whether a name that may still go on can be that of a checked tool. */
export const mayBeChecked = (tools: CheckedTools, name: string): boolean =>
  Object.keys(tools).some((tool) => tool.startsWith(name));

/** Arguments as bots send them: a JSON text, or the value itself; null where there are none. */
export const argumentsText = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? null : JSON.stringify(value);
};

const PLACEHOLDER = /\{([^\s{}]+)\}/g;

/**
 * What a call says in the operator's words, to be checked like an answer. Null if that can't be said: the arguments are
 * no JSON object, an argument in braces is missing or neither text nor number, or the list of `each` has no object.
 */
export const saidByCall = ({ says, each }: CheckedTool, json: string): string | null => {
  const given = parse(json);
  if (!isObject(given)) return null;
  const listed = each === undefined ? [given] : at(given, each);
  if (!Array.isArray(listed) || listed.length === 0) return null;
  const sentences = listed.map((one: unknown) => (isObject(one) ? filled(says, [one, given]) : null));
  return sentences.includes(null) ? null : sentences.join(' ');
};

/** The sentence with its arguments, each from the first place that has it. */
const filled = (says: string, places: readonly object[]): string | null => {
  let isWhole = true;
  const sentence = says.replace(PLACEHOLDER, (_, path: string) => {
    const words = places.map((place) => wordsOf(at(place, path))).find((found) => found !== null);
    isWhole &&= words !== undefined;
    return words ?? '';
  });
  return isWhole ? sentence : null;
};

/** Text in one line, so that it stays within its sentence, or a number. */
const wordsOf = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  const words = typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
  return words === '' ? null : words;
};

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (place, name) => (isObject(place) && Object.hasOwn(place, name) ? place[name] : undefined),
      value,
    );

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};
