import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { storageFor } from '../adapters/storage/sqlite/index.js';
import { promMetrics, systemClock, uuidIds } from '../adapters/system/index.js';
import { groundingRequest } from '../cli/grounding-request.js';
import { draftChecks } from '../core/escalation/desk/index.js';
import { groundAnswer, openAnswerSession } from '../core/index.js';
import { buildSnapshot, type DocumentMemo, documentMemo } from '../core/indexing/index.js';
import { detectLanguage, EMPTY_VOCABULARY, readText } from '../core/reading/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../core/retrieval/index.js';
import { prepareVerification } from '../core/verification/index.js';
import { createApp } from '../http/index.js';
import { Config, type KnowledgeSnapshot, type SourceFile } from '../schema/index.js';
import { type BenchTurn, benchAnswers } from './answers.js';
import { type MemoryUse, memoryUse } from './memory-use.js';
import { type Latency, latencyOf, rounded } from './percentiles.js';

export interface CheckLatency {
  passages: number;
  indexing: Indexing;
  memory: MemoryUse;
  claims_per_answer: number;
  decisions: Record<string, number>;
  ground_answer_ms: TimedRun;
  /** `POST /v1/check` without a socket: parsing, grounding, and the audit record in SQLite (synchronous = full). */
  check_request_ms: TimedRun;
}

/** Files as text to an index that answers. */
export interface Indexing {
  read_ms: number;
  index_ms: number;
  prepare_ms: number;
  passages_per_second: number;
  /** By processor time, which other work on the machine inflates less. */
  passages_per_cpu_second: number;
  /** All of it after an edit of one file, with the former index at hand. */
  again_ms: number;
}

/** Latency by the clock, and the processor time of a sample, which other work on the machine inflates less. */
export interface TimedRun extends Latency {
  cpu_ms_mean: number;
}

export const AS_OF = '2026-06-01';
const CLAIMS = 5;
const WARM_UP = 300;

/** Measures distinct five-claim answers, of the sentences of all files or of some, one at a time, after warm-up. */
export async function measureCheckLatency(
  files: readonly SourceFile[],
  options: { samples: number; folder: string; sources?: ReadonlySet<string> },
): Promise<CheckLatency> {
  // The lexicon is compiled once a process, whatever is indexed: it is no part of the rate.
  for (const lang of ['en', 'fr'] as const) readText('', lang, EMPTY_VOCABULARY);
  const memo = documentMemo();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const { snapshot } = await buildSnapshot('default', files, {}, memo);
  const readAt = performance.now();
  const index = buildKnowledgeIndex(snapshot);
  const builtAt = performance.now();
  prepareVerification(index, AS_OF);
  const indexedAt = performance.now();
  const cpuMs = cpuSince(cpuBefore);
  const again_ms = await timeOfEdit(files, index, memo);
  const memory = memoryUse();
  const passages = snapshot.passages.length;

  const turns = benchAnswers(snapshot, {
    claims: CLAIMS,
    count: 2 * (options.samples + WARM_UP),
    as_of: AS_OF,
    seed: 1,
    ...(options.sources === undefined ? {} : { sources: options.sources }),
  });
  const config = Config.parse({});
  const decisions: Record<string, number> = {};
  let claims = 0;
  const ground = async ({ question, answer }: BenchTurn) => {
    const request = groundingRequest(config, {
      messages: [{ role: 'user', content: question }],
      as_of: AS_OF,
    });
    const { outcome } = await groundAnswer(request, answer, { knowledge: { index } });
    claims += outcome.claims.length;
    decisions[outcome.decision] = (decisions[outcome.decision] ?? 0) + 1;
  };
  const half = options.samples + WARM_UP;
  const ground_answer_ms = await timed(turns.slice(0, half), ground);

  const storage = await storageFor(`sqlite:${join(options.folder, 'check.db')}`, options.folder);
  const app = createApp({
    config,
    clock: systemClock,
    ids: uuidIds,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: promMetrics({ processMetrics: false }),
    ...storage,
    receivers: [],
    hooks: new Map(),
    knowledge: { status: () => [statusOf(snapshot)] },
    upstreams: new Map(),
    grounding: {
      open: (request, delivery) => openAnswerSession(request, { knowledge: { index } }, delivery),
      languageOf: detectLanguage,
    },
    drafts: draftChecks(() => ({ knowledge: { index } })),
    timers: { every: () => () => {} },
    security: { loopback: true },
    today: () => AS_OF,
    stopwatch: () => performance.now(),
  });
  const check_request_ms = await timed(turns.slice(half), async ({ question, answer }) => {
    const response = await app.request('http://127.0.0.1/v1/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: question }], answer }),
    });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`/v1/check answered ${response.status}: ${body}`);
  });
  await storage.close();
  return {
    passages,
    indexing: {
      read_ms: Math.round(readAt - startedAt),
      index_ms: Math.round(builtAt - readAt),
      prepare_ms: Math.round(indexedAt - builtAt),
      passages_per_second: Math.round((1_000 * passages) / (indexedAt - startedAt)),
      passages_per_cpu_second: Math.round((1_000 * passages) / cpuMs),
      again_ms,
    },
    memory,
    claims_per_answer: rounded(claims / half),
    decisions,
    ground_answer_ms,
    check_request_ms,
  };
}

async function timed(
  turns: readonly BenchTurn[],
  run: (turn: BenchTurn) => Promise<unknown>,
): Promise<TimedRun> {
  for (const turn of turns.slice(0, WARM_UP)) await run(turn);
  const measured = turns.slice(WARM_UP);
  const samplesMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (const turn of measured) {
    const startedAt = performance.now();
    await run(turn);
    samplesMs.push(performance.now() - startedAt);
  }
  return { ...latencyOf(samplesMs), cpu_ms_mean: rounded(cpuSince(cpuBefore) / measured.length) };
}

const cpuSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** Milliseconds until a sentence more in the first policy is in an index that answers. */
async function timeOfEdit(
  files: readonly SourceFile[],
  former: KnowledgeIndex,
  memo: DocumentMemo,
): Promise<number> {
  const edited = files.findIndex(({ source }) => source.endsWith('.md'));
  const now = files.map((file, place) =>
    place === edited ? { ...file, text: `${file.text}\n\nThis holds for 30 days.\n` } : file,
  );
  const startedAt = performance.now();
  const { snapshot } = await buildSnapshot('default', now, {}, memo);
  prepareVerification(buildKnowledgeIndex(snapshot, former), AS_OF);
  return Math.round(performance.now() - startedAt);
}

const statusOf = (snapshot: KnowledgeSnapshot) => ({
  name: snapshot.name,
  usable: true,
  version: snapshot.version,
  documents: snapshot.documents.length,
  passages: snapshot.passages.length,
  problems: [],
});
