import { keptAnnotations } from '../../annotations.js';
import { HeldLogprobs } from '../../held-logprobs.js';
import type { JsonObject } from '../../json.js';
import type { BotEvent, DeliveredEvent } from '../../relay/index.js';
import { type DeliveredPart, deliveredPart } from './response-item.js';

/** Where a part of a streamed response lies. */
export interface PartPlace {
  item_id: unknown;
  output_index: number;
  content_index: number;
}

/** A content part of a streamed message: what the bot said beside its words, and what was delivered of them. */
export class StreamedPart {
  readonly key: string;
  readonly place: PartPlace;
  readonly field: 'text' | 'refusal';
  /** Words of the bot so far. */
  received = '';
  /** Whether the client knows of the part, so that deltas of it can be sent. */
  isAnnounced = false;
  isEnded = false;
  /** The frame that announces the part, while it is open what it will be. */
  held: JsonObject | null = null;
  #isRefused = false;
  /** The part as the client knows it, without words. */
  shell: JsonObject;
  readonly #logprobs = new HeldLogprobs();
  #annotations: JsonObject[] = [];
  #hasLogprobs = false;
  #delta: JsonObject = {};
  #delivered: DeliveredPart = { answer: '', verbatimChars: 0, isChanged: true };

  constructor(key: string, place: PartPlace, field: 'text' | 'refusal') {
    this.key = key;
    this.place = place;
    this.field = field;
    this.shell =
      field === 'text'
        ? { type: 'output_text', text: '', annotations: [] }
        : { type: 'refusal', refusal: '' };
  }

  /** Notes the part as the bot announced it. */
  announce(part: JsonObject): void {
    this.isAnnounced = true;
    this.shell = {
      ...part,
      [this.field]: '',
      ...('annotations' in part ? { annotations: [] } : {}),
      ...('logprobs' in part ? { logprobs: [] } : {}),
    };
  }

  /** Notes words of the bot. */
  receive(text: string): void {
    this.received += text;
    this.#logprobs.received(text);
  }

  /** Takes words and probabilities out of a delta frame; the rest is what our own deltas are made of. */
  takeDelta(frame: JsonObject): string {
    const { delta, logprobs, obfuscation: _, ...rest } = frame;
    this.#delta = rest;
    if (Array.isArray(logprobs)) {
      this.#hasLogprobs = true;
      this.#logprobs.hold(logprobs);
    }
    return typeof delta === 'string' ? delta : '';
  }

  holdAnnotation(frame: JsonObject): void {
    if (!this.isEnded) this.#annotations.push(frame);
  }

  /** Frames for words that were delivered, and at the part's end for the annotations of those that are the bot's. */
  deliver(event: DeliveredEvent & { kind: 'text' | 'text_end' }): JsonObject[] {
    const { verbatimChars, text } = event;
    const answer = this.#delivered.answer + text;
    this.#delivered = { answer, verbatimChars, isChanged: event.kind === 'text' || event.isChanged };
    if (event.kind === 'text_end') this.#delivered.answer = event.answer;
    const refusal = event.kind === 'text_end' ? event.refusal : null;
    this.#isRefused = refusal !== null;
    if (!this.isAnnounced) return [];
    const announced = this.#takeHeld(refusal === null ? this.shell : { type: 'refusal', refusal: '' });
    if (refusal === null) return [...announced, ...this.#textFrames(event)];
    return [...announced, { type: 'response.refusal.delta', ...this.place, delta: refusal }];
  }

  #textFrames(event: DeliveredEvent & { kind: 'text' | 'text_end' }): JsonObject[] {
    const { verbatimChars, text } = event;
    const frames = text === '' ? [] : [this.#deltaFrame(text, verbatimChars)];
    return event.kind === 'text' ? frames : [...frames, ...this.#annotationFrames()];
  }

  /** A frame or part that repeats the words, made of what was delivered. */
  rebuilt(repeat: JsonObject): JsonObject {
    if (this.#isRefused) return this.#refused(repeat);
    return deliveredPart(repeat, this.#delivered);
  }

  /** Frames that end the part where the bot did not. */
  closingFrames(): BotEvent[] {
    const about = this.field === 'text' ? 'output_text' : 'refusal';
    return [
      { kind: 'frame', frame: { type: `response.${about}.done`, ...this.place, [this.field]: '' } },
      { kind: 'frame', frame: { type: 'response.content_part.done', ...this.place, part: this.shell } },
    ];
  }

  get answer(): string {
    return this.#delivered.answer;
  }

  #takeHeld(part: JsonObject): JsonObject[] {
    const { held } = this;
    this.held = null;
    return held === null ? [] : [{ ...held, part }];
  }

  /** A repetition of words in place of which stands a refusal. */
  #refused(repeat: JsonObject): JsonObject {
    const { answer: refusal } = this.#delivered;
    return typeof repeat['type'] === 'string' && repeat['type'].startsWith('response.')
      ? { type: 'response.refusal.done', ...this.place, refusal }
      : { type: 'refusal', refusal };
  }

  #deltaFrame(delta: string, verbatimChars: number): JsonObject {
    const type = this.field === 'text' ? 'response.output_text.delta' : 'response.refusal.delta';
    return {
      ...this.#delta,
      type,
      ...this.place,
      delta,
      ...(this.#hasLogprobs ? { logprobs: this.#logprobs.take(verbatimChars) } : {}),
    };
  }

  #annotationFrames(): JsonObject[] {
    const { isChanged, verbatimChars } = this.#delivered;
    return this.#annotations
      .filter(({ annotation }) => !isChanged || keptAnnotations([annotation], verbatimChars).length > 0)
      .map((frame, annotation_index) => ({ ...frame, annotation_index }));
  }
}
