import { GroundingError } from '../../../core/errors.js';
import type { WireParser } from '../../relay/index.js';
import { SSE_CHARS_MAX, type SseEvent } from '../../sse.js';

/** The content type of newline-delimited JSON. */
export const NDJSON_TYPE = 'application/x-ndjson; charset=utf-8';

/** Whether a content type is newline-delimited JSON, under one of its names. */
export const isNdjson = (contentType: string): boolean =>
  /^application\/(?:x-ndjson|ndjson|x-jsonlines|jsonl|x-json-stream|stream\+json)\b/i.test(contentType);

/** Lines of JSON as events. */
export class NdjsonParser implements WireParser {
  readonly #decoder = new TextDecoder('utf-8');
  #line = '';

  push(bytes: Uint8Array): SseEvent[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): SseEvent[] {
    const events = this.#read(`${this.#decoder.decode()}\n`);
    this.#line = '';
    return events;
  }

  #read(text: string): SseEvent[] {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    if ([...lines, this.#line].some((line) => line.length > SSE_CHARS_MAX)) {
      throw new GroundingError('upstream-invalid', {
        detail: `The bot sent a line of more than ${SSE_CHARS_MAX} characters.`,
      });
    }
    return lines
      .filter((line) => line.trim() !== '')
      .map((data) => ({ kind: 'event', event: null, id: null, data }));
  }
}
