import { parseBotJson } from '../../exchange.js';
import { isNonEmptyString, isObject, type JsonObject } from '../../json.js';
import type {
  BotEvent,
  DeliveredEvent,
  StopReason,
  StreamAdapter,
  StreamFault,
  StreamOptions,
  TextForm,
} from '../../relay/index.js';
import { type SseEvent, SseParser, sseData, sseEvent } from '../../sse.js';
import { type Delivered, rebuiltFrame } from './rebuilt-frame.js';
import { callsTool, isCheckable, isMessage, textFieldOf, withoutReasoning } from './response-item.js';
import { StreamedCalls } from './streamed-calls.js';
import { StreamedPart } from './streamed-part.js';

/** Frames that would carry words past the check: reasoning, speech, and what may yet be added about words. */
const UNCHECKED = /^response\.(?:reasoning|audio)/;
const SPEECH = /^response\.audio/;
const WORDS = /^response\.(?:output_text|refusal|content_part|message)\./;

const TERMINAL = /^response\.(?:completed|incomplete|failed)$/;

/** Part of an answer that has neither words nor tool calls. */
const NO_WORDS = 'none';

/** A streamed response. Frames that repeat words are rebuilt from what was delivered; numbers run without a gap. */
export class ResponsesStream implements StreamAdapter {
  readonly parser = new SseParser();
  readonly #options: StreamOptions;
  readonly #parts = new Map<string, StreamedPart>();
  readonly #items = new Map<number, JsonObject>();
  readonly #calls: StreamedCalls;
  #response: JsonObject = {};
  #terminal: JsonObject = {};
  #sequence: number | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#calls = new StreamedCalls(options.route.config.checked_tools);
  }

  read({ data, event: name }: SseEvent & { kind: 'event' }): BotEvent[] {
    if (data.trim() === '[DONE]') return [];
    const frame = parseBotJson(data, 'A frame of the bot');
    if (!isObject(frame)) return [];
    delete frame['plumbline'];
    const type = typeof frame['type'] === 'string' ? frame['type'] : (name ?? '');
    frame['type'] = type;
    if (type === 'error' || (type === '' && isObject(frame['error']))) {
      return [{ kind: 'error', frame: errorFrame(frame) }];
    }
    if (TERMINAL.test(type)) return this.#readTerminal(type, frame);
    if (UNCHECKED.test(type)) {
      return SPEECH.test(type) || this.#options.reasoning === 'strip' ? [] : [{ kind: 'frame', frame }];
    }
    const call = this.#calls.read(frame, (index) => this.#items.has(index));
    if (call !== null) {
      const { item } = frame;
      if (isObject(item)) {
        delete item['plumbline'];
        this.#items.set(call.index, item);
      }
      return [call];
    }
    return type.startsWith('response.output_item.')
      ? this.#readItem(type, frame)
      : this.#readWords(type, frame);
  }

  /** Without its terminal event a response was cut. */
  close(): BotEvent[] {
    return [];
  }

  stop(ending: StopReason): BotEvent[] {
    const status = ending === 'done' ? 'completed' : 'incomplete';
    const events: BotEvent[] = [];
    const open = new Set<number>();
    for (const part of this.#parts.values()) {
      if (part.isEnded) continue;
      open.add(part.place.output_index);
      events.push(...this.#end(part, null), ...part.closingFrames());
    }
    for (const output_index of open) {
      const item = this.#whole(
        output_index,
        this.#items.get(output_index) ?? { type: 'message', role: 'assistant' },
        status,
      );
      events.push({ kind: 'frame', frame: { type: 'response.output_item.done', output_index, item } });
    }
    const output = [...this.#items]
      .sort(([a], [b]) => a - b)
      .map(([index, item]) => this.#whole(index, item, status));
    const incomplete_details = status === 'completed' ? null : { reason: 'max_output_tokens' };
    this.#terminal = {
      type: `response.${status}`,
      response: { ...this.#response, status, incomplete_details, output },
    };
    return [...events, ...this.#calls.end(), { kind: 'finish' }];
  }

  write(event: DeliveredEvent): string {
    if (event.kind === 'frame') return this.#emit(rebuiltFrame(event.frame, this.#delivered));
    if (event.kind === 'call') {
      this.#calls.release(event.call);
      return '';
    }
    if (event.kind === 'withheld') return this.#say(event.closing);
    const frames = this.#parts.get(event.part)?.deliver(event) ?? [];
    return frames.map((frame) => this.#emit(frame)).join('');
  }

  end(details: object | null, comment: string): string {
    const frame = rebuiltFrame(this.#terminal, this.#delivered);
    return comment + this.#emit(details === null ? frame : { ...frame, plumbline: details });
  }

  fail(fault: StreamFault, comment: string): string {
    if (fault.kind === 'ours') return comment + this.#emit(errorFrame({ error: fault.document.error }));
    const { type, error } = fault.frame;
    if (type !== 'response.failed') return comment + this.#emit(fault.frame);
    const { response } = this.#terminal;
    const failed = { ...this.#terminal, response: { ...(isObject(response) ? response : {}), error } };
    return comment + this.#emit(rebuiltFrame(failed, this.#delivered));
  }

  get #delivered(): Delivered {
    return { parts: this.#parts, calls: this.#calls, reasoning: this.#options.reasoning };
  }

  /** A closing message in place of tool calls, after all that the bot said. */
  #say(closing: string): string {
    if (closing === '') return '';
    const places = [...this.#parts.values()].map((part) => part.place.output_index);
    const next = Math.max(-1, ...this.#items.keys(), ...places) + 1;
    const form = this.#parts.size === 0 ? 'words' : this.#options.form;
    return this.#calls
      .closingFrames(closing, next, form)
      .map((frame) => this.#emit(frame))
      .join('');
  }

  #readTerminal(type: string, frame: JsonObject): BotEvent[] {
    const response = isObject(frame['response']) ? frame['response'] : {};
    const events: BotEvent[] = isObject(response['usage'])
      ? [{ kind: 'usage', usage: response['usage'] }]
      : [];
    this.#terminal = frame;
    if (type === 'response.failed') {
      return [...events, { kind: 'error', frame: { type, error: response['error'] ?? null } }];
    }
    const output: unknown[] = Array.isArray(response['output']) ? response['output'] : [];
    for (const [index, item] of output.entries()) {
      if (isMessage(item)) events.push(...this.#endItem(index, item));
    }
    for (const part of this.#parts.values()) events.push(...this.#end(part, null));
    events.push(...this.#calls.readTerminal(output));
    if (this.#parts.size === 0) {
      const isToolCall = [...output, ...this.#items.values()].some(callsTool);
      events.push(isToolCall ? { kind: 'silent', index: 0 } : this.#noWords());
    }
    return [...events, ...this.#calls.end(), { kind: 'finish' }];
  }

  #readItem(type: string, frame: JsonObject): BotEvent[] {
    const { item } = frame;
    const index = indexOf(frame['output_index']);
    if (!isObject(item)) return [{ kind: 'frame', frame }];
    delete item['plumbline'];
    if (!isMessage(item)) {
      frame['item'] = withoutReasoning(item, this.#options.reasoning);
      this.#items.set(index, item);
      return [{ kind: 'frame', frame }];
    }
    this.#items.set(index, item);
    if (type.endsWith('.done')) return [...this.#endItem(index, item), { kind: 'frame', frame }];
    const { content, ...shell } = item;
    const parts: unknown[] = Array.isArray(content) ? content : [];
    return [
      { kind: 'frame', frame: { ...frame, item: { ...shell, content: [] } } },
      ...parts.flatMap((part, content_index) =>
        this.#readWords('response.content_part.added', {
          type: 'response.content_part.added',
          item_id: item['id'],
          output_index: index,
          content_index,
          part,
        }),
      ),
    ];
  }

  /** Frames about words; what else there may be under their names can't be checked, and is dropped. */
  #readWords(type: string, frame: JsonObject): BotEvent[] {
    switch (type) {
      case 'response.content_part.added':
      case 'response.content_part.done': {
        const { part } = frame;
        if (!isCheckable(part, this.#options.reasoning)) return [];
        const field = textFieldOf(part);
        if (field === null) return [{ kind: 'frame', frame }];
        const streamed = this.#part(frame, field);
        if (type.endsWith('.done')) return [...this.#end(streamed, part[field]), { kind: 'frame', frame }];
        const words = part[field];
        streamed.announce(part);
        const added = { ...frame, part: streamed.shell };
        // Structured output may end as a refusal, which is a part of another type.
        if (this.#ref(streamed).form === 'json') streamed.held = added;
        return [
          ...(streamed.held === null ? [{ kind: 'frame' as const, frame: added }] : []),
          ...this.#words(streamed, isNonEmptyString(words) ? words : ''),
        ];
      }
      case 'response.output_text.delta':
      case 'response.refusal.delta': {
        const part = this.#part(frame, type === 'response.refusal.delta' ? 'refusal' : 'text');
        part.isAnnounced = true;
        return part.isEnded ? [] : this.#words(part, part.takeDelta(frame));
      }
      case 'response.output_text.done':
      case 'response.refusal.done': {
        const field = type === 'response.refusal.done' ? 'refusal' : 'text';
        return [...this.#end(this.#part(frame, field), frame[field]), { kind: 'frame', frame }];
      }
      case 'response.output_text.annotation.added':
        this.#part(frame, 'text').holdAnnotation(frame);
        return [];
      default: {
        if (WORDS.test(type)) return [];
        if (!isObject(frame['response'])) return [{ kind: 'frame', frame }];
        const { output, output_text: _, plumbline: __, ...response } = frame['response'];
        this.#response = response;
        return [
          {
            kind: 'frame',
            frame: { ...frame, response: { ...response, ...(output === undefined ? {} : { output: [] }) } },
          },
        ];
      }
    }
  }

  #part(frame: JsonObject, field: 'text' | 'refusal'): StreamedPart {
    const place = {
      item_id: frame['item_id'],
      output_index: indexOf(frame['output_index']),
      content_index: indexOf(frame['content_index']),
    };
    const key = `${place.output_index}:${place.content_index}`;
    let part = this.#parts.get(key);
    if (part === undefined) {
      part = new StreamedPart(key, place, field);
      this.#parts.set(key, part);
    }
    return part;
  }

  #words(part: StreamedPart, text: string): BotEvent[] {
    if (text === '') return [];
    part.receive(text);
    return [{ kind: 'text', ...this.#ref(part), text }];
  }

  #ref({ key, place, field }: StreamedPart): { part: string; index: number; form: TextForm } {
    const form = field === 'text' ? this.#options.form : 'words';
    return { part: key, index: place.output_index, form };
  }

  /** Ends a part once; words that only the frame at its end has are taken from there. */
  #end(part: StreamedPart, whole: unknown): BotEvent[] {
    if (part.isEnded) return [];
    const { received } = part;
    const rest = isNonEmptyString(whole) && whole.startsWith(received) ? whole.slice(received.length) : '';
    const words = this.#words(part, rest);
    part.isEnded = true;
    return [...words, { kind: 'text_end', ...this.#ref(part) }];
  }

  #endItem(output_index: number, item: JsonObject): BotEvent[] {
    const content: unknown[] = Array.isArray(item['content']) ? item['content'] : [];
    const events = content.flatMap((part, content_index) => {
      if (!isCheckable(part, this.#options.reasoning)) return [];
      const field = textFieldOf(part);
      if (field === null) return [];
      return this.#end(this.#part({ item_id: item['id'], output_index, content_index }, field), part[field]);
    });
    for (const part of this.#parts.values()) {
      if (part.place.output_index === output_index) events.push(...this.#end(part, null));
    }
    return events;
  }

  #noWords(): BotEvent {
    const place = { item_id: 'msg_plumbline', output_index: 0, content_index: 0 };
    const part = new StreamedPart(NO_WORDS, place, 'text');
    part.isEnded = true;
    this.#parts.set(NO_WORDS, part);
    return { kind: 'text_end', part: NO_WORDS, index: 0 };
  }

  /** An item of a response that the bot did not end itself. */
  #whole(index: number, item: JsonObject, status: string): JsonObject {
    if (!isMessage(item)) return item;
    const content = [...this.#parts.values()]
      .filter(({ place }) => place.output_index === index)
      .sort((a, b) => a.place.content_index - b.place.content_index)
      .map(({ shell }) => shell);
    return { ...item, status, content };
  }

  #emit(frame: JsonObject): string {
    const own = frame['sequence_number'];
    if (this.#sequence !== null) this.#sequence += 1;
    else if (typeof own === 'number') this.#sequence = own;
    const { output_index } = frame;
    const placed =
      typeof output_index === 'number'
        ? { ...frame, output_index: this.#calls.placeOf(output_index) }
        : frame;
    const numbered = this.#sequence === null ? placed : { ...placed, sequence_number: this.#sequence };
    const { type } = frame;
    return isNonEmptyString(type) ? sseEvent(type, numbered) : sseData(JSON.stringify(numbered));
  }
}

const indexOf = (value: unknown): number => (Number.isInteger(value) ? Number(value) : 0);

/** An error as the Responses API streams it, with the member `error` by which SDKs know one. */
const errorFrame = (frame: JsonObject): JsonObject => {
  const error = isObject(frame['error']) ? frame['error'] : frame;
  const { message, code = null, param = null } = error;
  const type = error === frame ? 'server_error' : (error['type'] ?? 'server_error');
  const said = typeof message === 'string' ? message : 'The bot ended its stream with an error.';
  // The first frame of a stream has the number 0; on a later one its own takes the place.
  const sequence_number = 0;
  return {
    type: 'error',
    sequence_number,
    code,
    message: said,
    param,
    error: { message: said, type, code, param },
  };
};
