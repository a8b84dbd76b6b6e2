import type { Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { createSegmenter } from '../core/extraction/index.js';
import type { BenchTurn } from './answers.js';
import { wordsOf } from './load.js';
import { type Latency, latencyOf } from './percentiles.js';
import { piecesOf, stubBot } from './stub-bot.js';

/** Streams under way at a time. */
const STREAMS = 8;

/** The first sentence of an answer: how many characters it has, and which piece makes it certain that it ends there. */
interface FirstSentence {
  chars: number;
  piece: number;
}

/** Null where only the end of the answer makes it certain. */
const firstSentence = (answer: string, heldChars: number): FirstSentence | null => {
  const segmenter = createSegmenter(heldChars);
  for (const [piece, text] of piecesOf(answer).entries()) {
    const [segment] = segmenter.push(text);
    if (segment !== undefined) return { chars: segment.text.length, piece };
  }
  return null;
};

/** A bot of this process, so that its clock is that of the client, and when it sent what. */
export interface TimedBot {
  server: Server;
  /** Milliseconds at which a piece of the answer to a question was sent. */
  sentAt(question: string, piece: number): number | undefined;
}

export const timedBot = (turns: readonly BenchTurn[], paceMs: number): TimedBot => {
  const sent = new Map<string, number>();
  const server = stubBot(turns, paceMs, (question, piece) => {
    sent.set(`${piece} ${question}`, performance.now());
  });
  return { server, sentAt: (question, piece) => sent.get(`${piece} ${question}`) };
};

/**
 * Milliseconds from the byte that makes the end of the first sentence certain, as the bot sends it, to the moment at
 * which the sentence is with the client whole: its check, and two connections.
 */
export async function measureReleaseDelay(options: {
  url: string;
  bot: TimedBot;
  turns: readonly BenchTurn[];
  heldChars: number;
}): Promise<Latency> {
  const pool = new Pool(options.url, { connections: STREAMS, pipelining: 1 });
  const samplesMs: number[] = [];
  const queue = options.turns.values();
  const worker = async (): Promise<void> => {
    for (const turn of queue) {
      const sentence = firstSentence(turn.answer, options.heldChars);
      if (sentence === null) continue;
      const releasedAt = await releaseOf(pool, turn, sentence.chars);
      const sentAt = options.bot.sentAt(turn.question, sentence.piece);
      if (sentAt !== undefined && releasedAt !== null) samplesMs.push(releasedAt - sentAt);
    }
  };
  await Promise.all(Array.from({ length: STREAMS }, worker));
  await pool.close();
  return latencyOf(samplesMs);
}

async function releaseOf(pool: Pool, { question }: BenchTurn, chars: number): Promise<number | null> {
  const { body } = await pool.request({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: question }] }),
  });
  let text = '';
  let releasedAt: number | null = null;
  for await (const chunk of body) {
    text += String(chunk);
    if (releasedAt === null && wordsOf(text).length >= chars) releasedAt = performance.now();
  }
  return releasedAt;
}
