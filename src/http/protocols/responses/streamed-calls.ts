import type { CheckedTools } from '../../checked-tools.js';
import { isNonEmptyString, isObject, type JsonObject } from '../../json.js';
import type { BotEvent, TextForm, ToolCallEvent } from '../../relay/index.js';
import { argumentsOf, closingPart, isCheckedCall, OWN_ID, ownMessage } from './response-item.js';

/** Frames about the arguments of a call that the client is to run. */
const ARGUMENTS = /^response\.(?:function_call_arguments|custom_tool_call_input)\./;

/** The checked tool calls of a streamed response, by the place of their items. */
export class StreamedCalls {
  /** The item of the closing message in their place; null without one. */
  closingItem: JsonObject | null = null;
  readonly #tools: CheckedTools;
  readonly #isOff: boolean;
  readonly #checked = new Set<number>();
  readonly #released = new Set<number>();

  constructor(tools: CheckedTools) {
    this.#tools = tools;
    this.#isOff = Object.keys(tools).length === 0;
  }

  /** The frame as a piece of a checked call; null if it is none. */
  read(frame: JsonObject, isKnown: (output_index: number) => boolean): ToolCallEvent | null {
    const { type, item, output_index } = frame;
    if (this.#isOff || typeof output_index !== 'number') return null;
    // Arguments of an item that nobody announced may be those of any tool.
    const isOfAny = ARGUMENTS.test(String(type)) && !isKnown(output_index);
    if (isCheckedCall(item, this.#tools) || isOfAny) this.#checked.add(output_index);
    if (!this.#checked.has(output_index)) return null;
    const isDelta = ARGUMENTS.test(String(type)) && isNonEmptyString(frame['delta']);
    const name = isObject(item) ? item['name'] : frame['name'];
    return this.#piece(output_index, frame, {
      name: isNonEmptyString(name) ? name : '',
      text: isDelta ? String(frame['delta']) : '',
      whole: argumentsOf(isObject(item) ? item : frame),
    });
  }

  /** Checked calls as the terminal frame repeats them, or first tells of them. */
  readTerminal(output: readonly unknown[]): ToolCallEvent[] {
    return output.flatMap((item, index) => {
      if (!isCheckedCall(item, this.#tools)) return [];
      this.#checked.add(index);
      return [this.#piece(index, null, { name: item.name, text: '', whole: argumentsOf(item) })];
    });
  }

  /** The end of the calls, if there were any. */
  end(): BotEvent[] {
    return this.#checked.size === 0 ? [] : [{ kind: 'calls_end', answer: 0 }];
  }

  release(call: string): void {
    this.#released.add(Number(call));
  }

  /** Whether an item of a repeated output is left out. */
  isWithheld(index: number, item: unknown): boolean {
    const isCall = isCheckedCall(item, this.#tools) || this.#checked.has(index);
    return isCall && !this.#released.has(index);
  }

  /** The place of an item once those before it that are withheld are left out. */
  placeOf(output_index: number): number {
    const before = [...this.#checked].filter((at) => at < output_index && !this.#released.has(at));
    return output_index - before.length;
  }

  /** Frames of the closing message, as an item of its own. */
  closingFrames(text: string, output_index: number, form: TextForm): JsonObject[] {
    const part = closingPart(text, form);
    const field = form === 'json' ? 'refusal' : 'text';
    const about = form === 'json' ? 'response.refusal' : 'response.output_text';
    const place = { item_id: OWN_ID, output_index, content_index: 0 };
    this.closingItem = ownMessage([part]);
    return [
      { type: 'response.output_item.added', output_index, item: ownMessage([], 'in_progress') },
      { type: 'response.content_part.added', ...place, part: { ...part, [field]: '' } },
      { type: `${about}.delta`, ...place, delta: text },
      { type: `${about}.done`, ...place, [field]: text },
      { type: 'response.content_part.done', ...place, part },
      { type: 'response.output_item.done', output_index, item: this.closingItem },
    ];
  }

  #piece(
    index: number,
    frame: JsonObject | null,
    piece: Pick<ToolCallEvent, 'name' | 'text' | 'whole'>,
  ): ToolCallEvent {
    return { kind: 'call', call: String(index), answer: 0, index, frame, ...piece };
  }
}
