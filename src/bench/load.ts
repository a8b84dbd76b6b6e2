import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import type { BenchTurn } from './answers.js';
import { type Latency, latencyOf, rounded } from './percentiles.js';

export interface Throughput {
  requests_per_second: number;
  latency_ms: Latency;
  /** Replies that were no 200, or ended early. */
  failures: number;
}

export interface LoadOptions {
  url: string;
  stream: boolean;
  /** Each is asked once; the list must be longer than what can be answered in the time. */
  turns: Iterator<BenchTurn>;
  warmUpMs: number;
  measureMs: number;
  connections: number;
  /** Headers beside content-type. */
  headers?: Record<string, string>;
}

/** Keeps `connections` requests under way over as many kept-alive connections, and counts what comes back whole. */
export async function measureThroughput(options: LoadOptions): Promise<Throughput> {
  const pool = new Pool(options.url, { connections: options.connections, pipelining: 1 });
  const startedAt = performance.now();
  const measureFrom = startedAt + options.warmUpMs;
  const until = measureFrom + options.measureMs;
  const samplesMs: number[] = [];
  let failures = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const sentAt = performance.now();
      if (sentAt >= until) return;
      const isWhole = await ask(pool, options);
      const doneAt = performance.now();
      if (!isWhole) failures += 1;
      else if (doneAt >= measureFrom && doneAt < until) samplesMs.push(doneAt - sentAt);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  await pool.close();
  return {
    requests_per_second: Math.round((1_000 * samplesMs.length) / options.measureMs),
    latency_ms: latencyOf(samplesMs),
    failures,
  };
}

async function ask(pool: Pool, { turns, stream, headers }: LoadOptions): Promise<boolean> {
  const turn = turns.next();
  if (turn.done === true) throw new Error('The benchmark ran out of distinct answers.');
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model: 'bench',
      stream,
      messages: [{ role: 'user', content: turn.value.question }],
    }),
  });
  const text = await body.text();
  return statusCode === 200 && (!stream || text.trimEnd().endsWith('data: [DONE]'));
}

/** Milliseconds from the request to the moment at which the first sentence is there whole, over paced streams. */
export async function measureFirstSentence(options: {
  url: string;
  turns: readonly BenchTurn[];
}): Promise<Latency> {
  const pool = new Pool(options.url, { connections: 8, pipelining: 1 });
  const samplesMs: number[] = [];
  const queue = options.turns.values();
  const worker = async (): Promise<void> => {
    for (const turn of queue) samplesMs.push(await firstSentenceMs(pool, turn));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await pool.close();
  return latencyOf(samplesMs.map(rounded));
}

async function firstSentenceMs(pool: Pool, { question, answer }: BenchTurn): Promise<number> {
  const sentence = answer.slice(0, answer.indexOf('. ') + 1);
  const startedAt = performance.now();
  const { body } = await pool.request({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: question }] }),
  });
  let text = '';
  let foundAt: number | null = null;
  for await (const chunk of body) {
    text += String(chunk);
    // The words of a sentence come in several frames; a rewritten one is other words, as many are enough.
    if (foundAt === null && wordsOf(text).length >= sentence.length) foundAt = performance.now();
  }
  return (foundAt ?? performance.now()) - startedAt;
}

/** The words in the frames that are there whole. */
export function wordsOf(text: string): string {
  let words = '';
  for (const line of text.split('\n')) {
    if (!line.startsWith('data: {') || !line.endsWith('}')) continue;
    const frame: { choices: { delta?: { content?: string } }[] } = JSON.parse(line.slice('data: '.length));
    words += frame.choices[0]?.delta?.content ?? '';
  }
  return words;
}
