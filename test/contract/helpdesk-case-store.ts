import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HelpdeskCase } from '../../src/core/ports.js';
import type { StorageFixture } from './fixture.js';
import { claim, delivery, newHandoff, PLACE, resolve } from './handoff-fixture.js';

const helpdeskCase = (changes: Partial<HelpdeskCase> = {}): HelpdeskCase => ({
  handoff_id: 'h1',
  ...PLACE,
  contact_id: 'contact-1',
  external_id: '42',
  created_at_ms: 1_000,
  ...changes,
});

/** What every store of cases in helpdesks keeps to. */
export function describeHelpdeskCaseStore(name: string, make: () => Promise<StorageFixture>): void {
  describe(`helpdesk case store: ${name}`, () => {
    let fixture: StorageFixture;
    beforeEach(async () => {
      fixture = await make();
    });
    afterEach(() => fixture.dispose());

    const cases = () => fixture.storage.helpdeskCases;
    const end = async (id: string) => {
      await fixture.storage.handoffs.change(PLACE.tenant, id, claim());
      await fixture.storage.handoffs.change(PLACE.tenant, id, resolve());
    };

    it('a case is found by its handoff, by the conversation there and by the one here', async () => {
      await cases().save('chatwoot', helpdeskCase({ external_id: null }));
      await cases().save('chatwoot', helpdeskCase());
      await cases().save('zendesk', helpdeskCase({ external_id: '77' }));
      expect(await cases().find('chatwoot', 'h1')).toEqual(helpdeskCase());
      expect(await cases().byExternal('chatwoot', '42')).toEqual(helpdeskCase());
      expect(await cases().byExternal('chatwoot', '77')).toBeNull();
      expect(await cases().ofConversation('zendesk', PLACE)).toEqual([helpdeskCase({ external_id: '77' })]);
    });

    it('erasing forgets what stands for an ended case, and tells what it was', async () => {
      await fixture.storage.handoffs.open(newHandoff({ id: 'h1' }));
      await end('h1');
      await cases().save('chatwoot', helpdeskCase());
      await cases().save('zendesk', helpdeskCase({ external_id: '77', created_at_ms: 2_000 }));
      await cases().save('chatwoot', helpdeskCase({ handoff_id: 'h2', conversation_id: 'another' }));
      expect(await cases().erase(PLACE)).toEqual({
        erased: [
          { connector: 'chatwoot', external_id: '42' },
          { connector: 'zendesk', external_id: '77' },
        ],
        kept: 0,
      });
      expect(await cases().find('chatwoot', 'h1')).toBeNull();
      expect(await cases().find('chatwoot', 'h2')).not.toBeNull();
      expect(await cases().erase(PLACE)).toEqual({ erased: [], kept: 0 });
    });

    it('erasing keeps what an open case is carried on by', async () => {
      await fixture.storage.handoffs.open(newHandoff({ id: 'h1' }));
      await cases().save('chatwoot', helpdeskCase());
      expect(await cases().erase(PLACE)).toEqual({ erased: [], kept: 1 });
      expect(await cases().find('chatwoot', 'h1')).toEqual(helpdeskCase());
    });

    it('erasing keeps what the end of a case is still to be told by', async () => {
      const { deliveries, handoffs } = fixture.storage;
      await deliveries.endpoint('chatwoot');
      await handoffs.open(newHandoff({ id: 'h1' }));
      await end('h1');
      await cases().save('chatwoot', helpdeskCase());
      const ending = delivery({
        id: 'd1',
        seq: 3,
        endpoint: 'chatwoot',
        handoff_id: 'h1',
        version: 3,
        kind: 'resolved',
      });
      await deliveries.add('chatwoot', [ending], 3);
      expect(await cases().erase(PLACE)).toMatchObject({ kept: 1 });
      await deliveries.end(ending, { state: 'delivered', at_ms: 2_000, status: 200, error: null });
      expect(await cases().erase(PLACE)).toMatchObject({ kept: 0 });
    });
  });
}
