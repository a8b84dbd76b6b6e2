import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffStore } from '../../src/core/ports.js';
import type { Handoff } from '../../src/schema/index.js';
import type { StorageFixture } from './fixture.js';

const handoff = (changes: Partial<Handoff> & { id: string }): Handoff => ({
  schema_version: 1,
  tenant: 'default',
  route: 'default',
  conversation_id: 'talk',
  record_id: 'r1',
  state: 'waiting',
  reason: 'rewrite_failed',
  language: 'en',
  created_at_ms: 1_000,
  updated_at_ms: 1_000,
  ...changes,
});

/** What every handoff store keeps to. */
export function describeHandoffStore(name: string, make: () => Promise<StorageFixture>): void {
  describe(`handoff store: ${name}`, () => {
    let fixture: StorageFixture;
    let handoffs: HandoffStore;
    beforeEach(async () => {
      fixture = await make();
      handoffs = fixture.storage.handoffs;
    });
    afterEach(() => fixture.dispose());

    it('a handoff that was opened waits and is read by its tenant only', async () => {
      expect(await handoffs.open(handoff({ id: 'h1' }))).toEqual(handoff({ id: 'h1' }));
      expect(await handoffs.get('default', 'h1')).toEqual(handoff({ id: 'h1' }));
      expect(await handoffs.get('other', 'h1')).toBeNull();
    });

    it('a conversation that waits gets no second handoff, however many ask at once', async () => {
      const asked = Array.from({ length: 10 }, (_, n) => handoffs.open(handoff({ id: `h${n}` })));
      const ids = new Set((await Promise.all(asked)).map(({ id }) => id));
      expect(ids.size).toBe(1);
      expect(await handoffs.list('default', { limit: 10 })).toHaveLength(1);
    });

    it('the same conversation id of another route or tenant is another conversation', async () => {
      await handoffs.open(handoff({ id: 'h1' }));
      expect((await handoffs.open(handoff({ id: 'h2', route: 'loyalty' }))).id).toBe('h2');
      expect((await handoffs.open(handoff({ id: 'h3', tenant: 'other' }))).id).toBe('h3');
    });

    it('once a handoff has ended the conversation can wait again', async () => {
      await handoffs.open(handoff({ id: 'h1' }));
      await fixture.tamper(`update handoffs set state = 'resolved' where id = 'h1'`);
      expect((await handoffs.open(handoff({ id: 'h2' }))).id).toBe('h2');
    });

    it('an id that is taken is refused', async () => {
      await handoffs.open(handoff({ id: 'h1' }));
      const taken = handoffs.open(handoff({ id: 'h1', conversation_id: 'another' }));
      await expect(taken).rejects.toMatchObject({ code: 'internal-unexpected' });
    });

    it('handoffs are listed newest first, by state, up to the limit', async () => {
      for (const n of [1, 2, 3]) {
        await handoffs.open(handoff({ id: `h${n}`, conversation_id: `talk ${n}`, created_at_ms: n }));
      }
      await fixture.tamper(`update handoffs set state = 'claimed' where id = 'h2'`);
      const waiting = await handoffs.list('default', { state: 'waiting', limit: 10 });
      expect(waiting.map(({ id }) => id)).toEqual(['h3', 'h1']);
      expect((await handoffs.list('default', { limit: 2 })).map(({ id }) => id)).toEqual(['h3', 'h2']);
    });
  });
}
