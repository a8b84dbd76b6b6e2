import { type CheckedTools, isChecked, mayBeChecked } from '../../checked-tools.js';
import { isObject, type JsonObject } from '../../json.js';
import type { ToolCallEvent } from '../../relay/index.js';
import { calledTool } from './chat-message.js';

interface StreamedCall {
  /** The name as far as it came; some bots send it in pieces, others repeat it. */
  name: string;
  /** Whether its frames are held. Until the name is whole it may be that of a checked tool. */
  isChecked: boolean;
}

/** The tool calls of a streamed choice: takes those that are checked out of its deltas. */
export class StreamedCalls {
  readonly #index: number;
  readonly #tools: CheckedTools;
  readonly #isOff: boolean;
  readonly #calls = new Map<string, StreamedCall>();
  /** Numbers of the calls that went out: that of the bot → ours, without the gaps of those that are withheld. */
  readonly #places = new Map<number, number>();
  #last = '';

  constructor(index: number, tools: CheckedTools) {
    this.#index = index;
    this.#tools = tools;
    this.#isOff = Object.keys(tools).length === 0;
  }

  /** Whether no call was held. */
  get isEmpty(): boolean {
    return ![...this.#calls.values()].some((call) => call.isChecked);
  }

  /** Takes the pieces of checked calls out of the delta of a choice; each has a frame of its own. */
  take(choice: JsonObject, delta: JsonObject): ToolCallEvent[] {
    if (this.#isOff) return [];
    const events: ToolCallEvent[] = [];
    const { tool_calls, function_call } = delta;
    if (Array.isArray(tool_calls)) {
      const passing = tool_calls.filter((entry: unknown, position) => {
        if (!isObject(entry)) return true;
        const event = this.#piece(this.#keyOf(entry, position), entry, choice, { tool_calls: [entry] });
        if (event !== null) events.push(event);
        return event === null;
      });
      if (passing.length > 0) delta['tool_calls'] = passing;
      else delete delta['tool_calls'];
    }
    if (isObject(function_call)) {
      const event = this.#piece('function_call', function_call, choice, { function_call });
      if (event !== null) {
        events.push(event);
        delete delta['function_call'];
      }
    }
    return events;
  }

  /** Numbers the calls of a delta that goes out as the client counts them. */
  place(delta: JsonObject): void {
    const { tool_calls } = delta;
    if (this.#isOff || !Array.isArray(tool_calls)) return;
    delta['tool_calls'] = tool_calls.map((entry: unknown) => {
      if (!isObject(entry) || typeof entry['index'] !== 'number') return entry;
      const index = this.#places.get(entry['index']) ?? this.#places.size;
      this.#places.set(entry['index'], index);
      return { ...entry, index };
    });
  }

  /** Some bots number no calls: then the id begins one, and what has none goes on with the last. */
  #keyOf({ index, id }: JsonObject, position: number): string {
    const isNamed = typeof id === 'string' && id !== '';
    const key = Number.isInteger(index)
      ? String(index)
      : isNamed
        ? `id ${id}`
        : this.#last || `at ${position}`;
    this.#last = key;
    return key;
  }

  #piece(key: string, entry: JsonObject, choice: JsonObject, delta: JsonObject): ToolCallEvent | null {
    const { name, arguments: text } = calledTool(entry);
    let call = this.#calls.get(key);
    if (call === undefined) {
      call = { name: '', isChecked: false };
      this.#calls.set(key, call);
    }
    const isNew = call.name === '' || name !== '';
    call.name = isChecked(this.#tools, name) || call.name === name ? name : call.name + name;
    if (isNew) call.isChecked ||= mayBeChecked(this.#tools, call.name);
    if (!call.isChecked) return null;
    const index = this.#index;
    return {
      kind: 'call',
      call: `${index} ${key}`,
      answer: index,
      index,
      name: call.name,
      text,
      whole: null,
      frame: { choices: [{ ...choice, index, delta, finish_reason: null }] },
    };
  }
}
