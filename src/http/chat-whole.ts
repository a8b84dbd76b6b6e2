import { GroundingError } from '../core/errors.js';
import type { RecordedChoice } from '../schema/index.js';
import {
  answerText,
  callsTools,
  isReadableContent,
  keptAnnotations,
  stripUnchecked,
} from './chat-message.js';
import type { GuardedOutput, OutputFault } from './guarded-output.js';
import { commonPrefixLength, isNonEmptyString, isObject, type JsonObject } from './json.js';

/** What the relay of a whole completion needs of its call. */
export interface WholeOptions {
  reasoning: 'strip' | 'pass_unchecked';
  openOutput(index: number, fault?: OutputFault): GuardedOutput;
  signal: AbortSignal;
}

/** A completion whose texts were held against the policies. */
export interface GroundedCompletion {
  /** The bot's completion with the words that the customer should see. */
  completion: JsonObject;
  /** Whether it differs from what the bot sent. */
  isChanged: boolean;
  choices: RecordedChoice[];
  outputs: GuardedOutput[];
  usage: JsonObject | null;
}

const unreadable = (detail: string): GroundingError => new GroundingError('upstream-invalid', { detail });

/**
 * Reads a bot's whole reply.
 * @throws {GroundingError} upstream-invalid if it is no chat completion.
 */
export const readCompletion = (text: string): { completion: JsonObject; choices: JsonObject[] } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable("The bot's reply is not JSON.");
  }
  if (!isObject(value) || !Array.isArray(value['choices'])) {
    throw unreadable("The bot's reply has no choices: it is not a chat completion.");
  }
  const choices: JsonObject[] = [];
  for (const choice of value['choices']) {
    if (
      !isObject(choice) ||
      !isObject(choice['message']) ||
      !isReadableContent(choice['message']['content'])
    ) {
      throw unreadable("A choice of the bot's reply has no message that can be read.");
    }
    choices.push(choice);
  }
  return { completion: value, choices };
};

/** Holds every text of every choice against the policies; `fault` makes closing messages of all of them. */
export const groundCompletion = async (
  text: string,
  options: WholeOptions,
  fault?: OutputFault,
): Promise<GroundedCompletion> => {
  const { completion, choices } = readCompletion(text);
  let isChanged = 'plumbline' in completion;
  delete completion['plumbline'];
  const grounded = await Promise.all(
    choices.map((choice, position) => groundChoice(choice, position, options, fault)),
  );
  isChanged ||= grounded.some((choice) => choice.isChanged);
  return {
    completion,
    isChanged,
    choices: grounded.flatMap((choice) => choice.recorded),
    outputs: grounded.flatMap((choice) => choice.outputs),
    usage: isObject(completion['usage']) ? completion['usage'] : null,
  };
};

interface GroundedChoice {
  isChanged: boolean;
  recorded: RecordedChoice[];
  outputs: GuardedOutput[];
}

const groundChoice = async (
  choice: JsonObject,
  position: number,
  options: WholeOptions,
  fault: OutputFault | undefined,
): Promise<GroundedChoice> => {
  const index = Number.isInteger(choice['index']) ? Number(choice['index']) : position;
  const message = isObject(choice['message']) ? choice['message'] : {};
  let isChanged = stripUnchecked(message, options.reasoning);
  for (const field of ['text', 'delta', 'plumbline']) {
    if (field in choice) {
      delete choice[field];
      isChanged = true;
    }
  }
  const texts = ['content', 'refusal'].flatMap((field) => {
    const value = answerText(message[field]);
    return isNonEmptyString(value) ? [{ field, value }] : [];
  });
  if (texts.length === 0) {
    if (callsTools(message)) return { isChanged, recorded: [withoutWords(index)], outputs: [] };
    texts.push({ field: 'content', value: '' });
  }
  const outputs: GuardedOutput[] = [];
  for (const { field, value } of texts) {
    const output = options.openOutput(index, fault);
    await output.push(value, options.signal);
    await output.end(options.signal);
    outputs.push(output);
    const delivered = output.choice.answer ?? '';
    if (delivered === value) continue;
    isChanged = true;
    message[field] = delivered;
    dropChangedSpans(choice, message, commonPrefixLength(value, delivered));
  }
  return { isChanged, recorded: outputs.map((output) => output.choice), outputs };
};

const dropChangedSpans = (choice: JsonObject, message: JsonObject, unchangedChars: number): void => {
  if ('logprobs' in choice) choice['logprobs'] = null;
  if (Array.isArray(message['annotations'])) {
    message['annotations'] = keptAnnotations(message['annotations'], unchangedChars);
  }
};

/** A choice that calls tools and says nothing. */
export const withoutWords = (index: number): RecordedChoice => ({
  index,
  decision: 'pass',
  reason: 'no_checkable_claim',
  groundedness: null,
  original_answer: '',
  answer: '',
  claims: [],
  released: [],
  withheld: [],
});
