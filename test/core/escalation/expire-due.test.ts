import { describe, expect, it } from 'vitest';
import { expireDue } from '../../../src/core/escalation/index.js';
import { claim, newHandoff } from '../../contract/index.js';
import { MemoryHandoffStore } from '../../support/memory-handoffs.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('expiry', () => {
  const expire = (handoffs: MemoryHandoffStore, nowMs: number) =>
    expireDue({ handoffs, clock: { nowMs: () => nowMs }, log: silent });

  it('ends every case whose time is up, however many, and gives the bot the floor', async () => {
    const handoffs = new MemoryHandoffStore();
    for (let n = 0; n < 250; n += 1) {
      await handoffs.open(newHandoff({ id: `h${n}`, conversation_id: `c${n}`, expires_at_ms: 5_000 + n }));
    }
    expect(await expire(handoffs, 5_000 + 219.5)).toBe(220);
    expect(handoffs.opened.filter(({ state }) => state === 'expired')).toHaveLength(220);
    const place = { tenant: 'default', route: 'default', conversation_id: 'c0' };
    expect(await handoffs.conversation(place)).toMatchObject({ state: 'bot', epoch: 2, handoff_id: null });
    expect(await expire(handoffs, 5_000 + 219.5)).toBe(0);
  });

  it('leaves a case alone that was claimed at the same moment', async () => {
    const handoffs = new MemoryHandoffStore();
    await handoffs.open(newHandoff({ id: 'h1', expires_at_ms: 5_000 }));
    const due = handoffs.due.bind(handoffs);
    handoffs.due = async (atMs, limit) => {
      const found = await due(atMs, limit);
      await handoffs.change('default', 'h1', claim());
      return found;
    };
    expect(await expire(handoffs, 6_000)).toBe(0);
    expect((await handoffs.get('default', 'h1'))?.state).toBe('claimed');
  });
});
