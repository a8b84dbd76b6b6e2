import { parseBotJson } from '../../exchange.js';
import { isObject, type JsonObject } from '../../json.js';
import type {
  BotEvent,
  DeliveredEvent,
  StopReason,
  StreamAdapter,
  StreamFault,
  StreamOptions,
  WireParser,
} from '../../relay/index.js';
import { type SseEvent, SseParser, sseComment, sseData } from '../../sse.js';
import { answerPlaces, hasSentences, leaveOut, withoutRepeats } from './json-answer.js';
import { pointedPlaces } from './json-pointer.js';
import { noAnswer } from './json-whole.js';
import { isNdjson, NdjsonParser } from './ndjson.js';
import { type RelaySettings, relaySettings } from './relay-settings.js';
import { lastJsonFrame } from './silent-json.js';

/** One answer of a stream: what the bot said at a place, and what went out of it. */
interface StreamedAnswer {
  index: number;
  original: string;
  delivered: string;
  /** Verified words that wait for the next frame. */
  waiting: string;
  isEnded: boolean;
  /** The last frame that had its place: what a frame of our own with its words is made of. */
  frame: JsonObject | null;
}

/** A stream of JSON values, as events or as lines; the words at the answers' pointers are deltas. */
export class JsonStream implements StreamAdapter {
  readonly parser: WireParser;
  readonly #settings: RelaySettings;
  readonly #routeName: string;
  readonly #isLines: boolean;
  readonly #answers = new Map<string, StreamedAnswer>();
  /** The last frame that had words: what frames of our own are made of. */
  #template: JsonObject | null = null;
  #terminal: JsonObject | null = null;
  #saysDone = false;

  constructor({ route, contentType }: StreamOptions) {
    this.#settings = relaySettings(route);
    this.#routeName = route.name;
    this.#isLines = isNdjson(contentType);
    this.parser = this.#isLines ? new NdjsonParser() : new SseParser();
  }

  comment(text: string): string {
    return this.#isLines ? '' : sseComment(text);
  }

  read({ data, event, id }: SseEvent & { kind: 'event' }): BotEvent[] {
    if (data.trim() === '[DONE]') {
      this.#saysDone = true;
      return [...this.#endAll(), { kind: 'finish' }];
    }
    const value = parseBotJson(data, 'A frame of the bot');
    leaveOut(value, this.#settings);
    const places = answerPlaces(value, this.#settings);
    if (places.length === 0 && this.#answers.size === 0 && hasSentences(value))
      throw noAnswer(this.#routeName);
    const events: BotEvent[] = places.flatMap(({ pointer, value: text, set }) => {
      set('');
      const { index, isEnded } = this.#answer(pointer);
      this.#answer(pointer).original += text;
      return text === '' || isEnded ? [] : [{ kind: 'text', part: pointer, index, text }];
    });
    const frame = { value, event, id };
    if (places.length > 0) this.#template = frame;
    for (const { pointer } of places) this.#answer(pointer).frame = frame;
    const { done } = this.#settings;
    const isDone = done !== null && pointedPlaces(value, done).some((place) => Boolean(place.value));
    if (!isDone) return [...events, { kind: 'frame', frame }];
    this.#terminal = frame;
    return [...events, ...this.#endAll(), { kind: 'finish' }];
  }

  /** Without a sign of its end a stream is whole when its bytes end; a connection that breaks is an error before. */
  close(): BotEvent[] {
    return this.#settings.done === null ? [...this.#endAll(), { kind: 'finish' }] : [];
  }

  stop(ending: StopReason): BotEvent[] {
    const last = ending === 'done' ? lastJsonFrame(this.#settings, this.#template?.['value'] ?? null) : null;
    if (last !== null) this.#terminal = { ...this.#template, value: last };
    return this.#endAll();
  }

  write(event: DeliveredEvent): string {
    if (event.kind === 'frame') return this.#emit(event.frame);
    // No tool call of a JSON bot is known, so none is checked.
    if (event.kind === 'call' || event.kind === 'withheld') return '';
    const answer = this.#answer(event.part);
    answer.delivered += event.text;
    answer.waiting += event.text;
    return '';
  }

  end(details: object | null, comment: string): string {
    const frames = new Set(this.#framesOfWaiting());
    if (this.#terminal !== null) frames.add(this.#terminal);
    else if (frames.size === 0 && this.#template !== null && details !== null) frames.add(this.#template);
    const last = [...frames].at(-1);
    if (details !== null && isObject(last?.['value'])) last['value']['plumbline'] = details;
    const done = this.#saysDone ? sseData('[DONE]') : '';
    return [...frames].map((frame) => this.#emit(frame)).join('') + comment + done;
  }

  fail(fault: StreamFault, comment: string): string {
    const value = fault.kind === 'bot' ? fault.frame : { error: fault.document.error };
    return comment + this.#emit({ value, event: this.#isLines ? null : 'error', id: null });
  }

  /** Frames to carry words that still wait, where the bot's last frame has no place for them. */
  #framesOfWaiting(): JsonObject[] {
    const last = this.#terminal?.['value'];
    return [...this.#answers].flatMap(([pointer, { waiting, frame }]) =>
      waiting === '' || frame === null || pointedPlaces(last, pointer).length > 0 ? [] : [frame],
    );
  }

  #answer(pointer: string): StreamedAnswer {
    let answer = this.#answers.get(pointer);
    if (answer === undefined) {
      answer = {
        index: this.#answers.size,
        original: '',
        delivered: '',
        waiting: '',
        isEnded: false,
        frame: null,
      };
      this.#answers.set(pointer, answer);
    }
    return answer;
  }

  #endAll(): BotEvent[] {
    if (this.#answers.size === 0) return [{ kind: 'silent', index: 0 }];
    return [...this.#answers].flatMap(([part, answer]) => {
      if (answer.isEnded) return [];
      answer.isEnded = true;
      return [{ kind: 'text_end' as const, part, index: answer.index }];
    });
  }

  /** A frame with the words that wait, and without repetitions of words that did not go out. */
  #emit({ value, event, id }: JsonObject): string {
    let said = value;
    for (const { original, delivered } of this.#answers.values())
      said = withoutRepeats(said, original, delivered);
    for (const [pointer, answer] of this.#answers) {
      const [place] = pointedPlaces(said, pointer);
      if (place === undefined || answer.waiting === '') continue;
      place.set(answer.waiting);
      answer.waiting = '';
    }
    const text = JSON.stringify(said);
    if (this.#isLines) return `${text}\n`;
    const name = typeof event === 'string' ? `event: ${event}\n` : '';
    return `${name}${typeof id === 'string' ? `id: ${id}\n` : ''}${sseData(text)}`;
  }
}
