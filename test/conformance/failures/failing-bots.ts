import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { BotWire, Said } from '../protocol.js';

/** What comes of a bot's failure, whatever the fail mode: it is a fault and no decision. */
export interface BotOutcome {
  /** answered: as if nothing had happened; problem, vendor_error: an error before the first byte; cut: an error in the stream. */
  kind: 'answered' | 'problem' | 'vendor_error' | 'cut' | 'held_back';
  status: number;
  /** Reason on record; null: as the answer itself comes to. */
  reason: string | null;
}

export interface BotFailure {
  name: string;
  /** Longest wait of the upstream, in milliseconds. */
  timeoutMs?: number;
  /** Whether it is an error event, which not every protocol has. */
  isErrorEvent?: boolean;
  /** What the bot does. `reply` writes its answer as its protocol does, whole or streamed. */
  serve(response: ServerResponse, bot: { wire: BotWire; said: Said; isStream: boolean }): void;
  whole: BotOutcome;
  streamed: BotOutcome;
}

const problem = (status: number): BotOutcome => ({ kind: 'problem', status, reason: 'upstream_error' });
const vendorError = (status: number): BotOutcome => ({
  kind: 'vendor_error',
  status,
  reason: 'upstream_error',
});
const cut = (reason: string): BotOutcome => ({ kind: 'cut', status: 200, reason });
const answered: BotOutcome = { kind: 'answered', status: 200, reason: null };

const SSE = { 'content-type': 'text/event-stream' };
const JSON_TYPE = { 'content-type': 'application/json' };

const answerBytes = ({ wire, said, isStream }: Parameters<BotFailure['serve']>[1]): string => {
  const { words, end } = wire.events(said);
  return isStream ? [...words, ...end].join('') : JSON.stringify(wire.whole(said));
};

const typeOf = (isStream: boolean) => (isStream ? SSE : JSON_TYPE);

/** Begins as the answer does, then does something else. */
const begun = (response: ServerResponse, bot: Parameters<BotFailure['serve']>[1], then: () => void): void => {
  response.writeHead(200, typeOf(bot.isStream));
  const part = bot.isStream ? bot.wire.events(bot.said).words.join('') : answerBytes(bot).slice(0, 40);
  response.write(part, then);
};

const encoded = (encoding: string, encode: (text: string) => Uint8Array): BotFailure => ({
  name: `sends ${encoding} that was not asked for`,
  serve: (response, bot) => {
    response.writeHead(200, { ...typeOf(bot.isStream), 'content-encoding': encoding });
    response.end(encode(answerBytes(bot)));
  },
  whole: answered,
  streamed: answered,
});

/** Ways of a bot to fail, each over a real connection. */
export const BOT_FAILURES: readonly BotFailure[] = [
  {
    name: 'hangs up before it answers',
    serve: (response) => {
      response.destroy();
    },
    whole: problem(502),
    streamed: problem(502),
  },
  {
    name: 'hangs up within its answer',
    serve: (response, bot) => begun(response, bot, () => response.destroy()),
    whole: problem(502),
    streamed: cut('upstream_cut'),
  },
  {
    name: 'gives no headers in time',
    timeoutMs: 250,
    serve: () => undefined,
    whole: problem(504),
    streamed: problem(504),
  },
  {
    name: 'stalls within its answer',
    timeoutMs: 250,
    serve: (response, bot) => begun(response, bot, () => undefined),
    whole: problem(504),
    streamed: cut('upstream_cut'),
  },
  {
    name: 'sends what is no JSON',
    serve: (response, bot) =>
      begun(response, bot, () => response.end(bot.isStream ? 'data: {"oops\n\n' : '"oops')),
    whole: problem(502),
    streamed: cut('upstream_cut'),
  },
  {
    name: 'sends an HTML page',
    serve: (response, { said }) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><p>${said.answer.text}</p>`);
    },
    whole: problem(502),
    streamed: problem(502),
  },
  {
    name: 'calls JSON a stream, and a stream JSON',
    serve: (response, bot) => {
      response.writeHead(200, typeOf(!bot.isStream));
      response.end(answerBytes(bot));
    },
    whole: cut('upstream_cut'),
    streamed: problem(502),
  },
  {
    name: 'sends an error as if it were an answer',
    isErrorEvent: true,
    serve: (response, { wire, said, isStream }) => {
      // Before its words nobody can tell that an error repeats them.
      const silent = { ...said, answer: { ...said.answer, text: 'no word' } };
      response.writeHead(200, typeOf(isStream));
      response.end(isStream ? (wire.errorEvent?.(silent) ?? '') : JSON.stringify(wire.error(said)));
    },
    whole: problem(502),
    streamed: cut('upstream_error'),
  },
  {
    name: 'sends an error after its words',
    isErrorEvent: true,
    serve: (response, bot) => {
      if (!bot.isStream) {
        response.writeHead(500, JSON_TYPE);
        response.end(JSON.stringify(bot.wire.error(bot.said)));
      } else begun(response, bot, () => response.end(bot.wire.errorEvent?.(bot.said)));
    },
    whole: vendorError(500),
    streamed: cut('upstream_error'),
  },
  {
    name: 'sends an error page',
    serve: (response, { said }) => {
      response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '7' });
      response.end(`<h1>${said.answer.text}</h1>`);
    },
    whole: vendorError(503),
    streamed: vendorError(503),
  },
  {
    name: 'redirects',
    serve: (response) => {
      response.writeHead(307, { location: 'https://elsewhere.example/' });
      response.end();
    },
    whole: problem(502),
    streamed: problem(502),
  },
  {
    name: 'ends before its answer does',
    serve: (response, bot) => {
      response.writeHead(200, typeOf(bot.isStream));
      response.end(bot.isStream ? bot.wire.events(bot.said).words.join('') : '');
    },
    whole: problem(502),
    streamed: cut('upstream_cut'),
  },
  encoded('gzip', gzipSync),
  encoded('deflate', deflateSync),
  encoded('br', brotliCompressSync),
  {
    name: 'sends an encoding that nobody reads',
    serve: (response, bot) => {
      response.writeHead(200, { ...typeOf(bot.isStream), 'content-encoding': 'zstd' });
      response.end(answerBytes(bot));
    },
    whole: problem(502),
    streamed: problem(502),
  },
  {
    name: 'sends broken gzip',
    serve: (response, bot) => {
      response.writeHead(200, { ...typeOf(bot.isStream), 'content-encoding': 'gzip' });
      response.end(answerBytes(bot));
    },
    whole: problem(502),
    streamed: cut('upstream_cut'),
  },
  {
    name: 'sends an event over the bound',
    serve: (response, bot) => {
      if (!bot.isStream) response.destroy();
      else begun(response, bot, () => response.end(`data: ${'x'.repeat(1_200_000)}\n\n`));
    },
    whole: problem(502),
    streamed: cut('upstream_cut'),
  },
  {
    name: 'answers at greater length than is checked',
    serve: (response, { wire, said, isStream }) => {
      const text = `${said.answer.text} `.repeat(20);
      const long = { answer: { ...said.answer, text }, pieces: [text] };
      response.writeHead(200, typeOf(isStream));
      response.end(answerBytes({ wire, said: long, isStream }));
    },
    whole: { kind: 'held_back', status: 200, reason: 'check_failed:answer_too_long' },
    streamed: { kind: 'held_back', status: 200, reason: 'check_failed:answer_too_long' },
  },
];

/** Longest answer that is checked in the matrix, in characters: longer than every answer of the suite. */
export const ANSWER_CHARS_MAX = 1_000;
