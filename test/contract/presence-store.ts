import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PresenceStore } from '../../src/core/ports.js';
import type { StorageFixture } from './fixture.js';

const MARIE = { id: 'k1', name: 'Marie' };
const JO = { id: 'k2', name: 'Jo' };

/** What every presence store keeps to. */
export function describePresenceStore(name: string, make: () => Promise<StorageFixture>): void {
  describe(`presence store: ${name}`, () => {
    let fixture: StorageFixture;
    let presence: PresenceStore;
    beforeEach(async () => {
      fixture = await make();
      presence = fixture.storage.presence;
    });
    afterEach(() => fixture.dispose());

    it('an agent who is seen is there, under the latest name and time', async () => {
      await presence.seen('acme', MARIE, 1_000);
      await presence.seen('acme', { ...MARIE, name: 'Marie L.' }, 2_000);
      await presence.seen('acme', JO, 1_500);
      expect(await presence.list('acme', 0)).toEqual([
        { agent: { id: 'k1', name: 'Marie L.' }, seen_at_ms: 2_000, is_there: true },
        { agent: JO, seen_at_ms: 1_500, is_there: true },
      ]);
    });

    it('one who left is known and not there, until seen again', async () => {
      await presence.seen('acme', MARIE, 1_000);
      await presence.left('acme', 'k1');
      expect(await presence.list('acme', 0)).toEqual([{ agent: MARIE, seen_at_ms: 1_000, is_there: false }]);
      await presence.seen('acme', MARIE, 3_000);
      expect(await presence.list('acme', 0)).toMatchObject([{ is_there: true, seen_at_ms: 3_000 }]);
    });

    it('lists neither another tenant’s agents nor those who were not seen for long', async () => {
      await presence.seen('acme', MARIE, 1_000);
      await presence.seen('globex', JO, 5_000);
      expect(await presence.list('acme', 1_001)).toEqual([]);
      expect(await presence.list('globex', 1_001)).toHaveLength(1);
    });
  });
}
