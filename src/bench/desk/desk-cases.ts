import { storageFor } from '../../adapters/storage/sqlite/index.js';
import { verifyHandoffs } from '../../core/escalation/index.js';
import { hashKey } from '../../http/index.js';
import { type HandoffEvent, HandoffPriority } from '../../schema/index.js';
import type { BenchTurn } from '../answers.js';
import type { Work } from './desk-agents.js';

const TENANT = 'default';
const ROUTE = 'default';

/** Fills a database with cases that wait, and keys of agents, before a server opens it. Returns the keys. */
export async function prepareDesk(options: {
  storageUrl: string;
  folder: string;
  cases: number;
  agents: number;
  turns: readonly BenchTurn[];
}): Promise<string[]> {
  const { cases, agents, turns } = options;
  const storage = await storageFor(options.storageUrl, options.folder);
  try {
    const keys = Array.from({ length: agents }, (_, agent) => `plk_bench_agent_${agent}`);
    for (const [agent, key] of keys.entries()) {
      await storage.keys.add({
        id: `agent-${agent}`,
        tenant: TENANT,
        role: 'agent',
        routes: [ROUTE],
        key_hash: await hashKey(key),
        hint: 'plk_benc…',
        name: `Agent ${agent}`,
        created_at_ms: 0,
        revoked_at_ms: null,
      });
    }
    const startMs = Date.now() - cases;
    for (let number = 0; number < cases; number += 1) {
      await storage.handoffs.open({
        id: caseId(number),
        tenant: TENANT,
        route: ROUTE,
        conversation_id: `conversation-${number}`,
        record_id: `record-${number}`,
        reason: 'customer_asked',
        // One in ten is high, one in a hundred urgent.
        priority: HandoffPriority.options[number % 100 === 0 ? 2 : number % 10 === 0 ? 1 : 0] ?? 'normal',
        language: 'en',
        expires_at_ms: null,
        customer_digest: null,
        reference: null,
        at_ms: startMs + number,
        actor: { type: 'customer', id: null, name: null },
        text: turns[number % turns.length]?.question ?? 'May I speak to somebody?',
        data: {},
      });
    }
    return keys;
  } finally {
    await storage.close();
  }
}

const caseId = (number: number): string => `case-${String(number).padStart(5, '0')}`;

/**
 * Holds what lies in the database against what agents were told: each case is there, nothing acknowledged is missing,
 * nothing was made twice, and no case was claimed by two. Returns what is wrong, in words.
 */
export async function lostOrDoubled(options: {
  storageUrl: string;
  folder: string;
  cases: number;
  work: Work;
}): Promise<string[]> {
  const { cases, work } = options;
  const storage = await storageFor(options.storageUrl, options.folder);
  try {
    const report = await verifyHandoffs(storage.handoffs, TENANT);
    const problems = [...report.problems];
    if (report.handoffs !== cases) problems.push(`there are ${report.handoffs} cases, not ${cases}`);
    const claims = new Map<string, number>();
    for (const { id, agent } of work.claimed) {
      const other = claims.get(id);
      if (other !== undefined) problems.push(`case ${id} was given to agents ${other} and ${agent}`);
      claims.set(id, agent);
    }
    const kept = new Map<string, HandoffEvent[]>();
    for (let after_seq = 0; ; ) {
      const page = await storage.handoffs.events(TENANT, { after_seq, limit: 1_000 });
      for (const event of page) kept.set(keyOf(event), [...(kept.get(keyOf(event)) ?? []), event]);
      const last = page.at(-1);
      if (last === undefined) break;
      after_seq = last.seq;
    }
    const expectOne = (kind: HandoffEvent['kind'], id: string, fits: (event: HandoffEvent) => boolean) => {
      const found = (kept.get(keyOf({ kind, handoff_id: id })) ?? []).filter(fits).length;
      if (found !== 1)
        problems.push(`case ${id}: "${kind}" was acknowledged once and is there ${found} times`);
    };
    for (const { id, agent } of work.claimed) {
      expectOne('claimed', id, ({ actor }) => actor.id === `agent-${agent}`);
    }
    for (const { id, text } of work.replied) expectOne('person_message', id, (event) => event.text === text);
    for (const id of work.resolved) expectOne('resolved', id, () => true);
    return problems;
  } finally {
    await storage.close();
  }
}

const keyOf = ({ kind, handoff_id }: Pick<HandoffEvent, 'kind' | 'handoff_id'>): string =>
  `${kind} ${handoff_id}`;
