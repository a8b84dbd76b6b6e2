import { isObject, type JsonObject } from './json.js';

/** Members of an error whose words are about the fault, in every vendor's form. */
const FAULT_FIELDS: ReadonlySet<string> = new Set(['message', 'type', 'code', 'param', 'status']);

/** As many characters in a row of an answer are no coincidence in a message. */
const REPEATED_CHARS = 24;

const hasWords = (text: string): boolean => /\S\s+\S/.test(text);

/** The value without strings of several words; null if nothing is to be left out. */
const wordless = (value: unknown, fields: ReadonlySet<string>): { value: unknown } | null => {
  if (Array.isArray(value)) {
    const kept = value.map((one) => (isWords(one) ? null : (wordless(one, NONE)?.value ?? one)));
    return kept.some((one, at) => one !== value[at]) ? { value: kept } : null;
  }
  if (!isObject(value)) return null;
  const entries = Object.entries(value);
  const kept = entries
    .filter(([name, one]) => fields.has(name) || !isWords(one))
    .map(([name, one]): [string, unknown] => [name, wordless(one, NONE)?.value ?? one]);
  const isSame = kept.length === entries.length && kept.every(([name, one]) => one === value[name]);
  return isSame ? null : { value: Object.fromEntries(kept) };
};

const isWords = (value: unknown): boolean => typeof value === 'string' && hasWords(value);

const NONE: ReadonlySet<string> = new Set();

/**
 * An error object of a bot without the words that no check saw: some servers send along what the model said
 * (`failed_generation`). Its message and codes stay. The same object if there is nothing to leave out.
 */
export const errorWithoutWords = (error: JsonObject): JsonObject => {
  const kept = wordless(error, FAULT_FIELDS);
  return kept !== null && isObject(kept.value) ? kept.value : error;
};

/** The event of an error that ends a stream, without what the bot had said until then, in whatever member. */
export const errorFrame = (frame: JsonObject, said: readonly string[]): JsonObject => {
  const kept = errorReply(frame);
  const { error } = kept;
  return {
    ...kept,
    ...messageOf(kept, said),
    ...(isObject(error) ? { error: { ...error, ...messageOf(error, said) } } : {}),
  };
};

/** An object that holds an error, without words of an answer; the same object if it has none. */
export const errorReply = (reply: JsonObject): JsonObject => {
  const { error, ...beside } = reply;
  const keptError = isObject(error) ? errorWithoutWords(error) : error;
  const keptBeside = errorWithoutWords(beside);
  if (keptError === error && keptBeside === beside) return reply;
  return { ...keptBeside, ...('error' in reply ? { error: keptError } : {}) };
};

/** The message of an error; another one if it repeats what was said. */
const messageOf = ({ message }: JsonObject, said: readonly string[]): { message?: string } => {
  if (typeof message !== 'string') return {};
  for (let at = 0; at + REPEATED_CHARS <= message.length; at += 1) {
    const part = message.slice(at, at + REPEATED_CHARS);
    if (said.some((text) => text.includes(part)))
      return { message: 'The bot ended its answer with an error.' };
  }
  return { message };
};
