import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SqlStore, storageOn } from '../../src/adapters/storage/index.js';
import { nodeCrypto, sqliteStore } from '../../src/adapters/storage/sqlite/index.js';
import { type HandoffChange, verifyHandoffs } from '../../src/core/escalation/index.js';
import type { HandoffEvent } from '../../src/schema/index.js';
import { as, CUSTOMER, newHandoff, SYSTEM } from '../contract/index.js';

const AGENTS = ['ada', 'ben', 'cem'].map((id) => ({ id, name: id }));
const TALKS = ['talk 1', 'talk 2'];

interface Step {
  kind: HandoffChange['kind'] | 'open';
  talk: string;
  /** Turns of the event loop before a write, so that others get in between. */
  pause: number;
  other: number;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom<Step['kind'][]>(
      'open',
      'claim',
      'claim',
      'reassign',
      'release',
      'customer_message',
      'person_message',
      'person_message',
      'note',
      'bot_output_dropped',
      'contact_left',
      'return',
      'resolve',
      'expire',
      'cancel',
    ),
    talk: fc.constantFrom(...TALKS),
    pause: fc.nat(6),
    other: fc.nat(AGENTS.length - 1),
  }),
  { maxLength: 14 },
);

const changeOf = (
  step: Step & { kind: HandoffChange['kind'] },
  agent: (typeof AGENTS)[number],
  at_ms: number,
) => {
  const other = AGENTS[step.other] ?? agent;
  const made: Record<HandoffChange['kind'], HandoffChange> = {
    claim: { kind: 'claim', at_ms, actor: as(agent), agent },
    reassign: { kind: 'reassign', at_ms, actor: as(agent), to: other },
    release: { kind: 'release', at_ms, actor: as(agent), expires_at_ms: at_ms + 10 },
    customer_message: {
      kind: 'customer_message',
      at_ms,
      actor: CUSTOMER,
      text: 'Hello?',
      digest: `d${at_ms}`,
    },
    person_message: { kind: 'person_message', at_ms, actor: as(agent), text: 'Good morning.' },
    note: { kind: 'note', at_ms, actor: as(agent), text: 'A regular.' },
    bot_output_dropped: { kind: 'bot_output_dropped', at_ms, actor: SYSTEM, text: 'Late.', data: {} },
    contact_left: { kind: 'contact_left', at_ms, actor: CUSTOMER, text: 'me@example.com' },
    return: { kind: 'return', at_ms, actor: as(agent), summary: null },
    resolve: { kind: 'resolve', at_ms, actor: as(agent), summary: 'Done.' },
    expire: { kind: 'expire', at_ms, actor: SYSTEM },
    cancel: { kind: 'cancel', at_ms, actor: CUSTOMER },
  };
  return made[step.kind];
};

describe('whatever several agents do at once', () => {
  it('one person holds a case, versions have no gap, epochs grow, and the conversation agrees', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 3, maxLength: 3 }), async (lists) => {
        let pause = 0;
        const store = sqliteStore(':memory:', 'normal');
        const atomic: SqlStore['atomic'] = async (statements) => {
          for (let turn = pause; turn > 0; turn -= 1) await Promise.resolve();
          return store.atomic(statements);
        };
        const storage = await storageOn({ ...store, atomic }, nodeCrypto);
        const { handoffs, feed } = storage;
        const told: HandoffEvent[] = [];
        feed.subscribe((event) => told.push(event));
        const acknowledged: HandoffEvent[] = [];
        let now = 1_000;
        let opened = 0;
        const work = async (agent: (typeof AGENTS)[number], list: readonly Step[]) => {
          for (const step of list) {
            now += 5;
            pause = step.pause;
            const place = { tenant: 'default', route: 'default', conversation_id: step.talk };
            if (step.kind === 'open') {
              opened += 1;
              await handoffs.open(
                newHandoff({ id: `h${opened}`, ...place, at_ms: now, expires_at_ms: now + 20 }),
              );
              continue;
            }
            const conversation = await handoffs.conversation(place);
            const id = conversation?.handoff_id ?? 'h1';
            const outcome = await handoffs.change(
              'default',
              id,
              changeOf({ ...step, kind: step.kind }, agent, now),
            );
            if (outcome.ok) acknowledged.push(outcome.event);
          }
        };
        await Promise.all(lists.map((list, n) => work(AGENTS[n] ?? { id: 'x', name: 'x' }, list)));
        const report = await verifyHandoffs(handoffs, 'default');
        expect(report.problems).toEqual([]);
        const kept = await handoffs.events(null, { after_seq: 0, limit: 1_000 });
        const changes = kept.filter(({ kind }) => kind !== 'opened');
        expect(acknowledged.sort((a, b) => a.seq - b.seq)).toEqual(changes);
        expect(told.sort((a, b) => a.seq - b.seq)).toEqual(kept);
        await storage.close();
      }),
      { numRuns: 60 },
    );
  });
});
