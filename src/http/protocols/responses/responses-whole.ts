import { GroundingError } from '../../../core/errors.js';
import { parseBotJson } from '../../exchange.js';
import { isObject, type JsonObject } from '../../json.js';
import type { ReplyOptions, TextForm, WholeReply } from '../../relay/index.js';
import {
  argumentsOf,
  callsTool,
  closingPart,
  deliveredPart,
  isCheckable,
  isCheckedCall,
  isMessage,
  ownMessage,
  textFieldOf,
  withoutReasoning,
} from './response-item.js';

/** Reads a bot's whole response. @throws {GroundingError} upstream-invalid if it is none. */
export const readResponse = (text: string, { reasoning, form, route }: ReplyOptions): WholeReply => {
  const value = parseBotJson(text, "The bot's reply");
  if (!isObject(value) || !Array.isArray(value['output']) || !value['output'].every(isObject)) {
    throw new GroundingError('upstream-invalid', {
      detail: "The bot's reply has no output: it is no response of the Responses API.",
    });
  }
  const output: JsonObject[] = value['output'];
  const reply: WholeReply = {
    value,
    isChanged: 'plumbline' in value || 'output_text' in value,
    texts: [],
    silent: [],
    usage: isObject(value['usage']) ? value['usage'] : null,
  };
  delete value['plumbline'];
  // A convenience of SDKs, which they make themselves: it would repeat the words before they were checked.
  delete value['output_text'];
  for (const [index, item] of output.entries()) {
    if (!isMessage(item)) {
      const kept = withoutReasoning(item, reasoning);
      if (kept === item) continue;
      output[index] = kept;
      reply.isChanged = true;
      continue;
    }
    const parts = Array.isArray(item['content']) ? item['content'] : [];
    const content = parts.filter((part) => isCheckable(part, reasoning));
    if (!Array.isArray(item['content']) || content.length < parts.length) reply.isChanged = true;
    item['content'] = content;
    addTexts(reply, index, content, form);
  }
  const tools = route.config.checked_tools;
  const calls = output.flatMap((item, index) =>
    isCheckedCall(item, tools) ? [{ index, name: item.name, arguments: argumentsOf(item) ?? '' }] : [],
  );
  if (calls.length > 0) {
    const withhold = (closing: string): void => {
      const kept = output.filter((item) => !isCheckedCall(item, tools));
      const isBeside = form === 'json' && reply.texts.length > 0;
      const said = closing === '' ? [] : [ownMessage([closingPart(closing, isBeside ? 'json' : 'words')])];
      value['output'] = [...kept, ...said];
    };
    reply.calls = [{ answer: 0, calls, withhold }];
  }
  if (reply.texts.length === 0) {
    if (output.some(callsTool)) reply.silent.push(0);
    // Without a word and without a fault it is an answer too.
    else if (value['status'] === undefined || value['status'] === 'completed')
      reply.texts.push(emptyText(output));
  }
  return reply;
};

const addTexts = (reply: WholeReply, index: number, content: JsonObject[], form: TextForm): void => {
  for (const [position, part] of content.entries()) {
    const field = textFieldOf(part);
    if (field === null) continue;
    reply.texts.push({
      index,
      text: String(part[field]),
      form: field === 'text' ? form : 'words',
      refuse: (refusal) => {
        content[position] = { type: 'refusal', refusal };
      },
      replace: (answer, verbatimChars) => {
        content[position] = deliveredPart(part, { answer, verbatimChars, isChanged: true });
      },
    });
  }
};

/** The place of a closing message where the bot said nothing. */
const emptyText = (output: JsonObject[]): WholeReply['texts'][number] => ({
  index: 0,
  text: '',
  replace: (text) => {
    output.push(ownMessage([closingPart(text, 'words')]));
  },
});
