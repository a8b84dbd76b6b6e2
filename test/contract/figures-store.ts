import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FiguresQuery } from '../../src/core/ports.js';
import type { AuditRecord } from '../../src/schema/index.js';
import { auditRecord, openedRecord, type StorageFixture } from './fixture.js';
import { ADA, BEN, claim, newHandoff, resolve } from './handoff-fixture.js';

const HOUR_MS = 3_600_000;
const HOUR = Date.parse('2026-03-01T09:00:00Z');

const DAY: FiguresQuery = { tenant: 'default', from_ms: HOUR - 9 * HOUR_MS, until_ms: HOUR + 15 * HOUR_MS };

const passed = (
  id: string,
  conversation_id: string | null,
  changes: Partial<AuditRecord> = {},
): AuditRecord =>
  auditRecord({
    id,
    conversation_id,
    decision: 'pass',
    reason: 'no_checkable_claim',
    choices: [],
    ...changes,
  });

const escalated = (id: string, conversation_id: string): AuditRecord =>
  passed(id, conversation_id, { decision: 'escalate', reason: 'check_failed:index_empty' });

/** What every store of figures keeps to: they follow from what the other stores were told. */
export function describeFiguresStore(name: string, make: () => Promise<StorageFixture>): void {
  describe(`figures: ${name}`, () => {
    let fixture: StorageFixture;
    let storage: StorageFixture['storage'];
    beforeEach(async () => {
      fixture = await make();
      storage = fixture.storage;
    });
    afterEach(() => fixture.dispose());

    const append = async (...records: AuditRecord[]) => {
      for (const record of records) await storage.audit.append(record);
    };
    const answers = async (query = DAY) =>
      Object.fromEntries(
        (await storage.figures.answers(query, 'route')).map(({ outcome, reason, count }) => [
          `${outcome} ${reason}`,
          count,
        ]),
      );
    const conversations = async (query = DAY, from = storage) => {
      const counts: Record<string, number> = {};
      for (const { outcome, count } of await from.figures.conversations(query, 'route')) {
        if (count > 0) counts[outcome] = (counts[outcome] ?? 0) + count;
      }
      return counts;
    };

    it('answers are counted by outcome and reason, without its detail', async () => {
      await append(passed('r1', 'c1'), passed('r2', 'c2'), escalated('r3', 'c3'), auditRecord({ id: 'r4' }));
      expect(await answers()).toEqual({
        'no_claim no_checkable_claim': 2,
        'escalated check_failed': 1,
        'rewritten contradicted': 1,
      });
    });

    it('a stream is counted once, when it ends', async () => {
      await append(openedRecord({ id: 'r1' }));
      expect(await answers()).toEqual({});
      await append(passed('r1', null, { streamed: true }));
      expect(await answers()).toEqual({ 'no_claim no_checkable_claim': 1 });
    });

    it('answers that come at once are all counted', async () => {
      const records = Array.from({ length: 30 }, (_, at) => passed(`r${at}`, `c${at % 10}`));
      await Promise.all(records.map((record) => storage.audit.append(record)));
      expect(await answers()).toEqual({ 'no_claim no_checkable_claim': 30 });
      expect(await conversations()).toEqual({ no_claim: 10 });
    });

    it('a record that was refused is not counted', async () => {
      await append(passed('r1', 'c1'));
      await expect(storage.audit.append(passed('r1', 'c1'))).rejects.toThrow();
      expect(await answers()).toEqual({ 'no_claim no_checkable_claim': 1 });
    });

    it('a conversation counts once, as the worst of its answers, in the hour of its first', async () => {
      const later = HOUR + 2 * HOUR_MS;
      await append(passed('r1', 'c1'), { ...escalated('r2', 'c1'), opened_at_ms: later });
      await append(passed('r3', 'c1', { opened_at_ms: later }));
      expect(await conversations()).toEqual({ escalated: 1 });
      expect(await storage.figures.conversations({ ...DAY, from_ms: later }, 'hour_ms')).toEqual([]);
      expect(await conversations({ ...DAY, until_ms: HOUR + HOUR_MS })).toEqual({ escalated: 1 });
    });

    it('the same id of another route or tenant is another conversation', async () => {
      await append(passed('r1', 'c1'), passed('r2', 'c1', { route: 'loyalty' }));
      await append(passed('r3', 'c1', { tenant: 'other' }));
      expect(await conversations()).toEqual({ no_claim: 2 });
      expect(await conversations({ ...DAY, route: 'loyalty' })).toEqual({ no_claim: 1 });
      expect(await conversations({ ...DAY, tenant: 'other' })).toEqual({ no_claim: 1 });
    });

    it('an answer of no conversation is one by itself', async () => {
      await append(passed('r1', null), passed('r2', null));
      expect(await conversations()).toEqual({ no_claim: 2 });
    });

    it('two processes count a conversation that both saw once', async () => {
      await append(passed('r1', 'c1'));
      const other = await fixture.reopen();
      await other.audit.append(escalated('r2', 'c1'));
      await append(passed('r3', 'c1'), escalated('r4', 'c1'));
      expect(await conversations(DAY, other)).toEqual({ escalated: 1 });
    });

    it.each(['route', 'bot', 'language'] as const)('counts are told apart by %s', async (by) => {
      const french = {
        language: 'fr',
        route: 'loyalty',
        upstream: { name: 'second', model: null, status: 200 },
      };
      await append(passed('r1', 'c1'), passed('r2', 'c2', french));
      const keys = (await storage.figures.answers(DAY, by)).map(({ key }) => key).sort();
      expect(keys).toEqual(
        { route: ['default', 'loyalty'], bot: ['default', 'second'], language: ['en', 'fr'] }[by],
      );
      const only = { ...DAY, [by]: keys[1] };
      expect((await storage.figures.answers(only, by)).map(({ count }) => count)).toEqual([1]);
    });

    it('the span begins with its first hour and ends before its last', async () => {
      await append(passed('r1', 'c1', { opened_at_ms: HOUR + HOUR_MS - 1 }));
      await append(passed('r2', 'c2', { opened_at_ms: HOUR + HOUR_MS }));
      expect(await answers({ ...DAY, from_ms: HOUR, until_ms: HOUR + HOUR_MS })).toEqual({
        'no_claim no_checkable_claim': 1,
      });
    });

    it('a handoff comes with its times, its conversation’s bot and what became of it', async () => {
      await append(escalated('r1', 'c1'));
      await storage.handoffs.open(newHandoff({ id: 'h1', conversation_id: 'c1', at_ms: HOUR }));
      await storage.handoffs.change('default', 'h1', claim(ADA, HOUR + 1_000));
      await storage.handoffs.change('default', 'h1', resolve(ADA, HOUR + 9_000));
      expect(await storage.figures.handoffs(DAY)).toMatchObject([
        {
          hour_ms: HOUR,
          bot: 'default',
          state: 'resolved',
          created_at_ms: HOUR,
          claimed_at_ms: HOUR + 1_000,
          ended_at_ms: HOUR + 9_000,
        },
      ]);
      expect(await storage.figures.handoffs({ ...DAY, bot: 'second' })).toEqual([]);
      expect(await storage.figures.handoffs({ ...DAY, tenant: 'other' })).toEqual([]);
    });

    it('a handoff of before is there while it was open, and not once it had ended', async () => {
      await storage.handoffs.open(newHandoff({ id: 'h1', conversation_id: 'c1', at_ms: HOUR }));
      await storage.handoffs.open(newHandoff({ id: 'h2', conversation_id: 'c2', at_ms: HOUR }));
      await storage.handoffs.change('default', 'h2', claim(ADA, HOUR + 1));
      await storage.handoffs.change('default', 'h2', resolve(ADA, HOUR + 2));
      const next = { ...DAY, from_ms: HOUR + HOUR_MS };
      expect((await storage.figures.handoffs(next)).map(({ state }) => state)).toEqual(['waiting']);
    });

    it('who did something in a case is there once an hour', async () => {
      await storage.handoffs.open(newHandoff({ id: 'h1', conversation_id: 'c1', at_ms: HOUR }));
      await storage.handoffs.open(newHandoff({ id: 'h2', conversation_id: 'c2', at_ms: HOUR }));
      await storage.handoffs.change('default', 'h1', claim(ADA, HOUR + 1));
      await storage.handoffs.change('default', 'h1', resolve(ADA, HOUR + 2));
      await storage.handoffs.change('default', 'h2', claim(BEN, HOUR + 3));
      const agents = (await storage.figures.agents(DAY)).map(({ agent_id }) => agent_id);
      expect(agents.sort()).toEqual([ADA.id, BEN.id].sort());
    });

    it('an offer is open, then accepted with the handoff or declined without', async () => {
      const place = { tenant: 'default', route: 'default' };
      for (const id of ['c1', 'c2', 'c3']) {
        const offer = { at_ms: HOUR, offer: { reason: 'frustration' } };
        await storage.handoffs.note({ ...place, conversation_id: id }, offer);
      }
      await storage.handoffs.open(newHandoff({ id: 'h1', conversation_id: 'c1', at_ms: HOUR + 1 }));
      await storage.handoffs.note({ ...place, conversation_id: 'c2' }, { at_ms: HOUR + 1, offer: null });
      const found = (await storage.figures.offers(DAY)).map(({ answer }) => String(answer));
      expect(found.sort()).toEqual(['accepted', 'declined', 'null']);
    });

    it('the queue is what waits and what is held, of a tenant or of all', async () => {
      await storage.handoffs.open(newHandoff({ id: 'h1', conversation_id: 'c1', at_ms: HOUR + 5 }));
      await storage.handoffs.open(newHandoff({ id: 'h2', conversation_id: 'c2', at_ms: HOUR }));
      await storage.handoffs.open(
        newHandoff({ id: 'h3', tenant: 'other', conversation_id: 'c3', at_ms: HOUR + 9 }),
      );
      await storage.handoffs.change('default', 'h2', claim(ADA, HOUR + 6));
      expect(await storage.figures.queue('default')).toEqual({
        waiting: 1,
        claimed: 1,
        oldest_waiting_at_ms: HOUR + 5,
      });
      expect(await storage.figures.queue(null)).toMatchObject({ waiting: 2, claimed: 1 });
      expect(await storage.figures.queue('nobody')).toEqual({
        waiting: 0,
        claimed: 0,
        oldest_waiting_at_ms: null,
      });
    });
  });
}
