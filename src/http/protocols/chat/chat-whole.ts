import { GroundingError } from '../../../core/errors.js';
import { keptAnnotations } from '../../annotations.js';
import { parseBotJson } from '../../exchange.js';
import { isNonEmptyString, isObject, type JsonObject } from '../../json.js';
import type { ReplyOptions, TextForm, WholeReply, WholeText } from '../../relay/index.js';
import { answerText, callsTools, isReadableContent, stripUnchecked, TEXT_FIELDS } from './chat-message.js';
import { wholeCalls } from './whole-calls.js';

const unreadable = (detail: string): GroundingError => new GroundingError('upstream-invalid', { detail });

/** Reads a bot's whole completion. @throws {GroundingError} upstream-invalid if it is none. */
export const readCompletion = (text: string, { reasoning, form, route }: ReplyOptions): WholeReply => {
  const value = parseBotJson(text, "The bot's reply");
  if (!isObject(value) || !Array.isArray(value['choices'])) {
    throw unreadable("The bot's reply has no choices: it is not a chat completion.");
  }
  const reply: WholeReply = {
    value,
    isChanged: 'plumbline' in value,
    texts: [],
    silent: [],
    calls: [],
    usage: isObject(value['usage']) ? value['usage'] : null,
  };
  delete value['plumbline'];
  for (const [position, choice] of value['choices'].entries()) {
    const message: unknown = isObject(choice) ? choice['message'] : null;
    if (!isObject(choice) || !isObject(message) || !isReadableContent(message['content'])) {
      throw unreadable("A choice of the bot's reply has no message that can be read.");
    }
    reply.isChanged = stripUnchecked(message, reasoning) || reply.isChanged;
    for (const field of ['text', 'delta', 'plumbline']) {
      if (!(field in choice)) continue;
      delete choice[field];
      reply.isChanged = true;
    }
    const index = Number.isInteger(choice['index']) ? Number(choice['index']) : position;
    const texts = textsOf(index, choice, message, form);
    if (texts.length === 0) reply.silent.push(index);
    reply.texts.push(...texts);
    const calls = wholeCalls(index, choice, message, route.config.checked_tools, form);
    if (calls !== null) reply.calls?.push(calls);
  }
  return reply;
};

/** The texts of a choice. One without a word is an answer too, unless it calls tools. */
const textsOf = (index: number, choice: JsonObject, message: JsonObject, form: TextForm): WholeText[] => {
  const textOf = (field: string, text: string): WholeText => ({
    index,
    answer: index,
    text,
    form: field === 'content' ? form : 'words',
    refuse: (refusal) => {
      Object.assign(message, { content: null, refusal });
      if ('logprobs' in choice) choice['logprobs'] = null;
      if ('annotations' in message) message['annotations'] = [];
    },
    replace: (delivered, verbatimChars) => {
      message[field] = delivered;
      if ('logprobs' in choice) choice['logprobs'] = null;
      if (Array.isArray(message['annotations'])) {
        message['annotations'] = keptAnnotations(message['annotations'], verbatimChars);
      }
    },
  });
  const texts = TEXT_FIELDS.flatMap((field) => {
    const text = answerText(message[field]);
    return isNonEmptyString(text) ? [textOf(field, text)] : [];
  });
  return texts.length === 0 && !callsTools(message) ? [textOf('content', '')] : texts;
};
