import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { pick, seededRandom } from '../seeded-random.js';
import { type DeskClient, deskClient, type Outcome } from './desk-client.js';

/** How many of the first cases of the queue an agent chooses from: as many as a page shows. */
const CHOICE = 20;

export interface Work {
  /** What was acknowledged, each with the agent that did it. */
  claimed: { id: string; agent: number }[];
  replied: { id: string; text: string }[];
  resolved: string[];
  /** Claims that lost against another agent's. */
  lost_claims: number;
  /** Changes of which nobody knows whether they were made: the server ended before it answered. */
  unanswered: number;
  claim_ms: number[];
  reply_ms: number[];
  resolve_ms: number[];
  duration_ms: number;
}

export interface AgentsOptions {
  url: string;
  /** A key for each agent. */
  keys: readonly string[];
  /** Mean pause before each act, drawn between nothing and twice as much; 0: none. */
  pauseMs: number;
  /** What an agent writes. */
  replies: readonly string[];
  /** Called after each acknowledged change. */
  onMade?(work: Work): void;
}

/**
 * Lets agents work at once until no case waits or the server is away: each takes one of the first cases, answers, and
 * resolves it.
 */
export async function workThrough(options: AgentsOptions): Promise<Work> {
  const { url, keys, pauseMs, replies } = options;
  const work: Work = {
    claimed: [],
    replied: [],
    resolved: [],
    lost_claims: 0,
    unanswered: 0,
    claim_ms: [],
    reply_ms: [],
    resolve_ms: [],
    duration_ms: 0,
  };
  const agentWorks = async (desk: DeskClient, agent: number): Promise<void> => {
    const random = seededRandom(agent);
    const wait = () => (pauseMs === 0 ? Promise.resolve() : pause(2 * pauseMs * random()));
    const timed = async (samples: number[], act: Promise<Outcome>): Promise<Outcome> => {
      const startedAt = performance.now();
      const outcome = await act;
      if (outcome === 'made') samples.push(performance.now() - startedAt);
      if (outcome === 'unanswered') work.unanswered += 1;
      return outcome;
    };
    desk.watch();
    await wait();
    for (;;) {
      const waiting = await desk.waiting(CHOICE).catch(() => []);
      if (waiting.length === 0) return;
      await wait();
      const id = pick(waiting, random);
      const claim = await timed(work.claim_ms, desk.claim(id));
      if (claim === 'unanswered') return;
      if (claim === 'refused') {
        work.lost_claims += 1;
        continue;
      }
      work.claimed.push({ id, agent });
      options.onMade?.(work);
      await wait();
      const text = pick(replies, random);
      const reply = await timed(work.reply_ms, desk.reply(id, text, `reply to ${id}`));
      if (reply !== 'made') return ended(reply, id);
      work.replied.push({ id, text });
      options.onMade?.(work);
      await wait();
      const end = await timed(work.resolve_ms, desk.resolve(id, 'Answered.'));
      if (end !== 'made') return ended(end, id);
      work.resolved.push(id);
      options.onMade?.(work);
    }
  };

  const startedAt = performance.now();
  const desks = keys.map((key) => deskClient(url, key));
  try {
    await Promise.all(desks.map(agentWorks));
  } finally {
    await Promise.all(desks.map((desk) => desk.close()));
  }
  work.duration_ms = performance.now() - startedAt;
  return work;
}

/** @throws when a case was refused to who had claimed it. */
function ended(outcome: Outcome, id: string): void {
  if (outcome === 'refused') throw new Error(`Case ${id} was refused to the agent who holds it.`);
}
