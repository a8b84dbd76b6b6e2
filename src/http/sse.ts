import { GroundingError } from '../core/errors.js';

/** An event of a `text/event-stream`; `data` lines are joined by LF. Comments come as events of their own. */
export type SseEvent =
  | { kind: 'event'; event: string | null; id: string | null; data: string }
  | { kind: 'comment'; text: string };

/** Longest line, and longest event, that is read; a bot's frame has a few hundred characters. */
export const SSE_CHARS_MAX = 1_048_576;

/**
 * Reads server-sent events from bytes cut anywhere: LF, CRLF or CR, a byte order mark, characters split over chunks
 * (WHATWG HTML, section 9.2.6).
 */
export class SseParser {
  readonly #decoder = new TextDecoder('utf-8');
  #line = '';
  #afterCr = false;
  #data: string | null = null;
  #event: string | null = null;
  #id: string | null = null;

  /** @throws {GroundingError} upstream-invalid for a line or event over the bound. */
  push(bytes: Uint8Array): SseEvent[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What stands unfinished at the end of the bytes. A cut event is given out too: its data says if it is whole. */
  end(): SseEvent[] {
    const events = this.#read(this.#decoder.decode());
    if (this.#line !== '') this.#takeLine(this.#line, events);
    this.#line = '';
    this.#dispatch(events);
    return events;
  }

  #read(text: string): SseEvent[] {
    const events: SseEvent[] = [];
    let from = 0;
    if (this.#afterCr && text !== '') {
      if (text.charCodeAt(0) === LF) from = 1;
      this.#afterCr = false;
    }
    for (;;) {
      const end = lineEnd(text, from);
      if (end === -1) break;
      this.#takeLine(this.#line + text.slice(from, end), events);
      this.#line = '';
      from = end + 1;
      if (text.charCodeAt(end) === CR) {
        if (from === text.length) this.#afterCr = true;
        else if (text.charCodeAt(from) === LF) from += 1;
      }
    }
    this.#line += text.slice(from);
    if (this.#line.length > SSE_CHARS_MAX) throw overBound();
    return events;
  }

  #takeLine(line: string, events: SseEvent[]): void {
    if (line === '') {
      this.#dispatch(events);
      return;
    }
    if (line.length > SSE_CHARS_MAX) throw overBound();
    const colon = line.indexOf(':');
    if (colon === 0) {
      events.push({ kind: 'comment', text: line.slice(1) });
      return;
    }
    const field = colon === -1 ? line : line.slice(0, colon);
    const start = line.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1;
    const value = colon === -1 ? '' : line.slice(start);
    if (field === 'data') {
      this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
      if (this.#data.length > SSE_CHARS_MAX) throw overBound();
    } else if (field === 'event') this.#event = value;
    else if (field === 'id') this.#id = value;
  }

  #dispatch(events: SseEvent[]): void {
    if (this.#data !== null)
      events.push({ kind: 'event', event: this.#event, id: this.#id, data: this.#data });
    this.#data = null;
    this.#event = null;
    this.#id = null;
  }
}

const LF = 10;
const CR = 13;
const SPACE = 32;

const lineEnd = (text: string, from: number): number => {
  const lf = text.indexOf('\n', from);
  const cr = text.indexOf('\r', from);
  if (lf === -1) return cr;
  return cr === -1 ? lf : Math.min(lf, cr);
};

const overBound = (): GroundingError =>
  new GroundingError('upstream-invalid', {
    detail: `The bot sent an event of more than ${SSE_CHARS_MAX} characters.`,
  });

/** A frame of data; line breaks in it become data lines of their own. */
export const sseData = (data: string): string =>
  data.includes('\n') || data.includes('\r')
    ? `${data
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}`)
        .join('\n')}\n\n`
    : `data: ${data}\n\n`;

/** A named event with JSON data. */
export const sseEvent = (name: string, data: unknown): string =>
  `event: ${name}\n${sseData(JSON.stringify(data))}`;

/** A comment between events; clients skip it. */
export const sseComment = (text: string): string => `: ${text}\n\n`;

/** The content type of a stream of events. */
export const SSE_TYPE = 'text/event-stream; charset=utf-8';
