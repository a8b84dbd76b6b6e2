import { join } from 'node:path';
import { buildSnapshot } from '../../core/indexing/index.js';
import type { SourceFile } from '../../schema/index.js';
import { benchAnswers } from '../answers.js';
import { AS_OF } from '../check-latency.js';
import { startChild } from '../child.js';
import { writeFiles } from '../knowledge.js';
import { type Latency, latencyOf, rounded } from '../percentiles.js';
import { workThrough } from './desk-agents.js';
import { lostOrDoubled, prepareDesk } from './desk-cases.js';

/** Many agents on one queue, over HTTP, server and agents each in a process of its own. */
export interface DeskLoad {
  cases: number;
  agents: number;
  /** Mean pause before each act of an agent. */
  pause_ms: number;
  claim_ms: Latency;
  reply_ms: Latency;
  resolve_ms: Latency;
  lost_claims: number;
  resolved: number;
  duration_s: number;
  /** Cases lost or doubled, and whatever else does not agree, in words. */
  problems: string[];
}

const STORAGE = 'sqlite:desk.db';

export async function measureDesk(
  files: readonly SourceFile[],
  options: { folder: string; cases: number; agents: number; pauseMs: number },
): Promise<DeskLoad> {
  const { cases, agents, pauseMs } = options;
  const folder = join(options.folder, `desk-${pauseMs}`);
  await writeFiles(folder, files);
  const { snapshot } = await buildSnapshot('default', files);
  const turns = benchAnswers(snapshot, { claims: 2, count: cases, as_of: AS_OF, seed: 5 });
  const keys = await prepareDesk({ storageUrl: STORAGE, folder, cases, agents, turns });
  const server = await startChild({ role: 'desk', folder, storage: STORAGE });
  const work = await workThrough({
    url: server.url,
    keys,
    pauseMs,
    replies: turns.map(({ answer }) => answer),
  }).finally(() => server.stop());
  return {
    cases,
    agents,
    pause_ms: pauseMs,
    claim_ms: latencyOf(work.claim_ms),
    reply_ms: latencyOf(work.reply_ms),
    resolve_ms: latencyOf(work.resolve_ms),
    lost_claims: work.lost_claims,
    resolved: work.resolved.length,
    duration_s: rounded(work.duration_ms / 1_000),
    problems: await lostOrDoubled({ storageUrl: STORAGE, folder, cases, work }),
  };
}
