import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSnapshot } from '../core/indexing/index.js';
import { Config, type SourceFile } from '../schema/index.js';
import { type BenchTurn, benchAnswers } from './answers.js';
import { AS_OF } from './check-latency.js';
import { listening, type RunningChild, startChild } from './child.js';
import { writeFiles } from './knowledge.js';
import { measureFirstSentence, measureThroughput, type Throughput } from './load.js';
import { type Latency, rounded } from './percentiles.js';
import { measureReleaseDelay, timedBot } from './release-delay.js';

/** Figures of the whole proxy and of a bare pass-through in its place, one after the other. */
export interface ProxyThroughput {
  whole: { plumbline: Throughput; bare: Throughput; ratio: number };
  streamed: { plumbline: Throughput; bare: Throughput; ratio: number };
  /** From the byte that makes the end of the first sentence certain to the sentence at the client. */
  release_delay: { plumbline_ms: Latency; bare_ms: Latency; added_ms_p50: number; added_ms_p95: number };
  first_sentence: { plumbline_ms: Latency; bare_ms: Latency; added_ms_p50: number; pace_ms: number };
}

const CLAIMS = 3;
const CONNECTIONS = 8;
const WARM_UP_MS = 2_000;
/** Distinct answers: more than any run here can check in the time. */
const TURNS = 40_000;
/** A model's pace: about 50 tokens a second. */
const PACE_MS = 20;
const PACED_TURNS = 48;
const HELD_CHARS = Config.parse({}).limits.held_chars;

/** Measures with every answer distinct and recorded on disk; bot, proxy and load each in a process of its own. */
export async function measureProxy(
  files: readonly SourceFile[],
  options: { folder: string; measureMs: number; say: (line: string) => void },
): Promise<ProxyThroughput> {
  const { folder, measureMs, say } = options;
  await writeFiles(folder, files);
  const { snapshot } = await buildSnapshot('default', files);
  const answers = (count: number, seed: number, wrong_share?: number) =>
    benchAnswers(snapshot, {
      claims: CLAIMS,
      count,
      as_of: AS_OF,
      seed,
      ...(wrong_share === undefined ? {} : { wrong_share }),
    });
  const turns = answers(TURNS, 2);
  const paced = answers(3 * PACED_TURNS, 3, 0);
  const fast = await startBot(join(folder, 'turns.json'), turns, 0);
  const bot = timedBot(paced, PACE_MS);
  const slowUrl = await listening(bot.server);
  const children: RunningChild[] = [fast];
  const start = async (role: Parameters<typeof startChild>[0]) => {
    const child = await startChild(role);
    children.push(child);
    return child;
  };
  try {
    const distinct = turns.values();
    const run = (url: string, stream: boolean, from: Iterator<BenchTurn>) =>
      measureThroughput({
        url,
        stream,
        turns: from,
        warmUpMs: WARM_UP_MS,
        measureMs,
        connections: CONNECTIONS,
      });
    const compare = async (stream: boolean, bare: RunningChild, plumbline: RunningChild) => {
      say(`measuring ${stream ? 'streamed' : 'whole'} answers`);
      const bareRun = await run(bare.url, stream, around(turns));
      const plumblineRun = await run(plumbline.url, stream, distinct);
      return {
        plumbline: plumblineRun,
        bare: bareRun,
        ratio: rounded(plumblineRun.requests_per_second / bareRun.requests_per_second),
      };
    };
    const bare = await start({ role: 'bare', upstream: fast.url });
    const plumbline = await start({ role: 'plumbline', upstream: fast.url, folder });
    const whole = await compare(false, bare, plumbline);
    const streamed = await compare(true, bare, plumbline);
    await bare.stop();
    await plumbline.stop();

    say('measuring the first sentence of streams');
    const slowBare = await start({ role: 'bare', upstream: slowUrl });
    const slowPlumbline = await start({ role: 'plumbline', upstream: slowUrl, folder });
    await measureFirstSentence({ url: slowPlumbline.url, turns: paced.slice(0, 8) });
    const bareMs = await measureFirstSentence({
      url: slowBare.url,
      turns: paced.slice(PACED_TURNS, 2 * PACED_TURNS),
    });
    const plumblineMs = await measureFirstSentence({
      url: slowPlumbline.url,
      turns: paced.slice(PACED_TURNS, 2 * PACED_TURNS),
    });
    const delayOf = (url: string) =>
      measureReleaseDelay({ url, bot, turns: paced.slice(2 * PACED_TURNS), heldChars: HELD_CHARS });
    const bareDelay = await delayOf(slowBare.url);
    const delay = await delayOf(slowPlumbline.url);
    return {
      whole,
      streamed,
      release_delay: {
        plumbline_ms: delay,
        bare_ms: bareDelay,
        added_ms_p50: rounded(delay.p50 - bareDelay.p50),
        added_ms_p95: rounded(delay.p95 - bareDelay.p95),
      },
      first_sentence: {
        plumbline_ms: plumblineMs,
        bare_ms: bareMs,
        added_ms_p50: rounded(plumblineMs.p50 - bareMs.p50),
        pace_ms: PACE_MS,
      },
    };
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    bot.server.closeAllConnections();
    bot.server.close();
  }
}

async function startBot(path: string, turns: readonly BenchTurn[], pace_ms: number): Promise<RunningChild> {
  await writeFile(path, JSON.stringify(turns));
  return await startChild({ role: 'bot', turns: path, pace_ms });
}

/** The list, again and again. */
function* around<Item>(items: readonly Item[]): Generator<Item> {
  for (;;) yield* items;
}
