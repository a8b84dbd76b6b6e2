import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SSE_CHARS_MAX, type SseEvent, SseParser, sseData } from '../../src/http/index.js';

const parse = (...chunks: (string | Uint8Array)[]): SseEvent[] => {
  const parser = new SseParser();
  const encoder = new TextEncoder();
  const events = chunks.flatMap((chunk) =>
    parser.push(typeof chunk === 'string' ? encoder.encode(chunk) : chunk),
  );
  return [...events, ...parser.end()];
};

const data = (events: SseEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'event' ? [event.data] : []));

describe('SseParser', () => {
  it.each([
    { name: 'LF ends lines', text: 'data: a\n\ndata: b\n\n' },
    { name: 'CRLF ends lines', text: 'data: a\r\n\r\ndata: b\r\n\r\n' },
    { name: 'CR ends lines', text: 'data: a\r\rdata: b\r\r' },
    { name: 'a byte order mark is skipped', text: '\uFEFFdata: a\n\ndata: b\n\n' },
    { name: 'the space after the colon is optional', text: 'data:a\n\ndata:b\n\n' },
    { name: 'an event that ends with the bytes is given out', text: 'data: a\n\ndata: b' },
  ])('$name', ({ text }) => expect(data(parse(text))).toEqual(['a', 'b']));

  it('joins the data lines of an event', () => expect(data(parse('data: a\ndata: b\n\n'))).toEqual(['a\nb']));

  it('gives comments out as such, and no event without data', () =>
    expect(parse(': ping\n\nevent: x\n\n')).toEqual([{ kind: 'comment', text: ' ping' }]));

  it('keeps name and id of an event', () =>
    expect(parse('event: done\nid: 7\ndata: x\n\n')).toEqual([
      { kind: 'event', event: 'done', id: '7', data: 'x' },
    ]));

  it('refuses a line over the bound instead of keeping it', () => {
    const parser = new SseParser();
    const half = new TextEncoder().encode('x'.repeat(SSE_CHARS_MAX / 2 + 1));
    parser.push(half);
    expect(() => parser.push(half)).toThrow('upstream-invalid');
  });

  it('refuses an event of many lines over the bound', () => {
    const parser = new SseParser();
    const lines = new TextEncoder().encode(`data: ${'x'.repeat(SSE_CHARS_MAX / 2)}\n`.repeat(2));
    expect(() => parser.push(lines)).toThrow('upstream-invalid');
  });

  it('reads the same however the bytes are cut', () => {
    const bytes = new TextEncoder().encode(
      '\uFEFF: à\r\ndata: é€😀\r\n\r\ndata: b\n\nevent: x\rdata: c\r\r\n',
    );
    const whole = parse(bytes);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, i) => bytes.slice(at[i], end));
        expect(parse(...chunks)).toEqual(whole);
      }),
    );
  });

  it('reads back what is written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(data(parse(sseData(text)))).toEqual([text.replace(/\r\n|\r/g, '\n')]);
      }),
    );
  });
});
