import { GroundingError } from '../../../core/errors.js';
import { parseBotJson } from '../../exchange.js';
import { isObject, type JsonObject } from '../../json.js';
import type { ReplyOptions, WholeCalls, WholeReply } from '../../relay/index.js';
import { inputOf, isCheckedUse, isKept, isText, isToolBlock, isToolUse } from './content-block.js';

type TextBlock = JsonObject & { text: string };

/**
 * Reads a bot's whole message. Neighbouring text blocks are one text: a bot that cites cuts its sentences into blocks.
 * @throws {GroundingError} upstream-invalid if it is none.
 */
export const readMessage = (text: string, { reasoning, form, route }: ReplyOptions): WholeReply => {
  const value = parseBotJson(text, "The bot's reply");
  if (!isObject(value) || !Array.isArray(value['content']) || !value['content'].every(isObject)) {
    throw new GroundingError('upstream-invalid', {
      detail: "The bot's reply has no content: it is no message of the Messages API.",
    });
  }
  const blocks: JsonObject[] = value['content'];
  const reply: WholeReply = {
    value,
    isChanged: 'plumbline' in value,
    texts: [],
    silent: [],
    usage: isObject(value['usage']) ? value['usage'] : null,
  };
  delete value['plumbline'];
  /** What goes out, in order: a block that passes, or what becomes of a run of text. */
  const slots: { blocks: JsonObject[] }[] = [];
  const lay = (): void => {
    value['content'] = slots.flatMap((slot) => slot.blocks);
  };
  const tools = route.config.checked_tools;
  const calls: WholeCalls['calls'] = blocks.flatMap((block, index) =>
    isCheckedUse(block, tools) ? [{ index, name: block.name, arguments: inputOf(block) ?? '{}' }] : [],
  );
  if (calls.length > 0) {
    const withhold = (closing: string): void => {
      for (const slot of slots) slot.blocks = slot.blocks.filter((block) => !isCheckedUse(block, tools));
      const hasCall = slots.some((slot) => slot.blocks.some(isToolUse));
      if (!hasCall && value['stop_reason'] === 'tool_use') value['stop_reason'] = 'end_turn';
      if (closing !== '') {
        // Structured output stays readable for its program: the vendor's refusal is a stop reason.
        if (form === 'json' && reply.texts.length > 0) value['stop_reason'] = 'refusal';
        slots.push({ blocks: [{ type: 'text', text: closing }] });
      }
      lay();
    };
    reply.calls = [{ answer: 0, calls, withhold }];
  }
  const addRun = (index: number, run: TextBlock[]): void => {
    const slot: { blocks: JsonObject[] } = { blocks: run };
    slots.push(slot);
    reply.texts.push({
      index,
      text: run.map((block) => block.text).join(''),
      form,
      // The vendor's refusal is words and a stop reason.
      refuse: (refusal) => {
        slot.blocks = [{ type: 'text', text: refusal }];
        value['stop_reason'] = 'refusal';
        lay();
      },
      replace: (delivered, verbatimChars) => {
        slot.blocks = deliveredRun(run, delivered, verbatimChars);
        lay();
      },
    });
  };
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at];
    if (block === undefined) continue;
    if (isText(block)) {
      const start = at;
      const run: TextBlock[] = [block];
      for (let next = blocks[at + 1]; isText(next); next = blocks[at + 1]) {
        run.push(next);
        at += 1;
      }
      addRun(start, run);
    } else if (isKept(block, reasoning)) slots.push({ blocks: [block] });
    else reply.isChanged = true;
  }
  // Without a word it is an answer too, unless it calls tools.
  if (reply.texts.length === 0 && blocks.some(isToolBlock)) reply.silent.push(0);
  else if (reply.texts.length === 0) addRun(0, []);
  lay();
  return reply;
};

/** A run of text blocks with the words that were delivered; a block that changed has no citations. */
const deliveredRun = (run: readonly TextBlock[], delivered: string, verbatimChars: number): JsonObject[] => {
  const kept: JsonObject[] = [];
  let at = 0;
  for (const block of run) {
    const end = at + block.text.length;
    const isLastOfRun = block === run.at(-1);
    if (end > verbatimChars || (isLastOfRun && end < delivered.length)) break;
    kept.push(block);
    at = end;
  }
  const rest = delivered.slice(at);
  if (rest === '') return kept;
  const first: JsonObject = run[kept.length] ?? { type: 'text' };
  const { citations, ...changed } = first;
  return [...kept, { ...changed, text: rest, ...(citations === undefined ? {} : { citations: null }) }];
};
