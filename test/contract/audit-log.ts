import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../src/adapters/storage/index.js';
import { type ChainReport, chainLinks, sha256Hex, verifyChain } from '../../src/core/audit/index.js';
import { auditRecord, openedRecord, type StorageFixture, type SuiteOptions, skipReason } from './fixture.js';

function verify(storage: Storage, tenant = 'default'): Promise<ChainReport> {
  return verifyChain(tenant, chainLinks(storage.audit, tenant), { sha256Hex });
}

/** What every audit log keeps to. */
export function describeAuditLog(
  name: string,
  make: () => Promise<StorageFixture>,
  options: SuiteOptions = {},
): void {
  describe(`audit log: ${name}`, () => {
    let fixture: StorageFixture;
    let storage: Storage;
    beforeEach(async () => {
      fixture = await make();
      storage = fixture.storage;
    });
    afterEach(() => fixture.dispose());

    const test = (title: string, run: () => Promise<void>) =>
      it(title, async (context) => {
        const reason = skipReason(options, title);
        if (reason !== null) context.skip(reason);
        await run();
      });

    test('a record is read back as it was appended', async () => {
      const record = auditRecord({ id: 'r1' });
      await storage.audit.append(record);
      expect(await storage.audit.get('default', 'r1')).toEqual(record);
    });

    test('a record is not read by another tenant', async () => {
      await storage.audit.append(auditRecord({ id: 'r1' }));
      expect(await storage.audit.get('other', 'r1')).toBeNull();
      expect((await storage.audit.list('other', { limit: 10 })).records).toEqual([]);
    });

    test('each tenant has a chain of its own that starts at 1', async () => {
      await storage.audit.append(auditRecord({ id: 'a1', tenant: 'a' }));
      const second = await storage.audit.append(auditRecord({ id: 'a2', tenant: 'a' }));
      const other = await storage.audit.append(auditRecord({ id: 'b1', tenant: 'b' }));
      expect([second.seq, other.seq]).toEqual([2, 1]);
      expect(await storage.audit.tenants()).toEqual(['a', 'b']);
      expect((await verify(storage, 'a')).problems).toEqual([]);
      expect((await verify(storage, 'b')).problems).toEqual([]);
    });

    test('the entry that an append returns is the one that is stored', async () => {
      const entry = await storage.audit.append(auditRecord({ id: 'r1' }));
      expect(await storage.audit.entries('default', 0, 10)).toEqual([entry]);
    });

    test('no text of an answer stands in the chain itself', async () => {
      const { body } = await storage.audit.append(auditRecord({ id: 'r1' }));
      for (const words of ['My aunt died', 'reduced fare after', 'Our policy says', 'only before travel']) {
        expect(body).not.toContain(words);
      }
    });

    test('an opened record gets one end, and its latest state is read', async () => {
      await storage.audit.append(openedRecord({ id: 'r1' }));
      expect((await storage.audit.unfinished()).map(({ id }) => id)).toEqual(['r1']);
      await storage.audit.append(auditRecord({ id: 'r1', streamed: true }));
      expect(await storage.audit.unfinished()).toEqual([]);
      expect((await storage.audit.get('default', 'r1'))?.state).toBe('closed');
      expect((await storage.audit.list('default', { limit: 10 })).records).toHaveLength(1);
    });

    test('a second end of a record is refused and leaves the chain as it was', async () => {
      await storage.audit.append(auditRecord({ id: 'r1' }));
      for (const state of ['closed', 'interrupted', 'opened'] as const) {
        const again = storage.audit.append(auditRecord({ id: 'r1', state }));
        await expect(again).rejects.toMatchObject({ code: 'audit-write-failed' });
      }
      expect(await storage.audit.entries('default', 0, 10)).toHaveLength(1);
      expect((await verify(storage)).problems).toEqual([]);
    });

    test('a refused append does not take the appends beside it along', async () => {
      await storage.audit.append(auditRecord({ id: 'r1' }));
      const outcomes = await Promise.allSettled(
        ['r0', 'r1', 'r2', 'r2', 'r3'].map((id) => storage.audit.append(auditRecord({ id }))),
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect((await verify(storage)).problems).toEqual([]);
    });

    test('50 concurrent appends of one process share no sequence number', async () => {
      const appends = Array.from({ length: 50 }, (_, n) =>
        storage.audit.append(auditRecord({ id: `r${n}`, tenant: n % 5 === 0 ? 'other' : 'default' })),
      );
      const entries = await Promise.all(appends);
      expect(new Set(entries.map(({ tenant, seq }) => `${tenant} ${seq}`)).size).toBe(50);
      expect(await verify(storage)).toMatchObject({ entries: 40, problems: [] });
      expect(await verify(storage, 'other')).toMatchObject({ entries: 10, problems: [] });
    });

    test('50 concurrent appends of two connections share no sequence number', async () => {
      const second = await fixture.reopen();
      const entries = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          (n % 2 === 0 ? storage : second).audit.append(auditRecord({ id: `r${n}` })),
        ),
      );
      expect(entries.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(entries.map((_, n) => n + 1));
      expect(await verify(second)).toMatchObject({ entries: 50, problems: [] });
    });

    test('what was appended survives the end of the process', async () => {
      await storage.audit.append(openedRecord({ id: 'r1' }));
      const later = await fixture.reopen();
      expect((await later.audit.unfinished()).map(({ id }) => id)).toEqual(['r1']);
      const interrupted = {
        ...openedRecord({ id: 'r1' }),
        state: 'interrupted',
        reason: 'interrupted',
      } as const;
      await later.audit.append(interrupted);
      expect(await verify(later)).toMatchObject({ entries: 2, unfinished: [], problems: [] });
    });

    const LIST = 'records are listed newest first, page by page, and searched';
    test(LIST, async () => {
      for (let n = 1; n <= 5; n += 1) {
        const decision = n % 2 === 0 ? 'pass' : 'rewrite';
        const at = { opened_at_ms: 1_000 * Math.ceil(n / 2), conversation_id: n === 3 ? 'talk' : null };
        await storage.audit.append(auditRecord({ id: `r${n}`, decision, ...at }));
      }
      const ids: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await storage.audit.list('default', { limit: 2, ...(cursor && { cursor }) });
        ids.push(page.records.map(({ id }) => id));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(ids).toEqual([['r5', 'r4'], ['r3', 'r2'], ['r1']]);
      const passed = await storage.audit.list('default', { limit: 9, decision: 'pass' });
      expect(passed.records.map(({ id }) => id)).toEqual(['r4', 'r2']);
      const talk = await storage.audit.list('default', { limit: 9, conversation_id: 'talk' });
      expect(talk.records.map(({ id }) => id)).toEqual(['r3']);
    });

    test('records are found by when they were opened, and by their reason', async () => {
      const reasons = ['contradicted', 'check_failed:deadline', 'check_failed:verification', 'loop'] as const;
      for (const [n, reason] of reasons.entries())
        await storage.audit.append(auditRecord({ id: `r${n}`, reason, opened_at_ms: 1_000 * n }));
      const found = async (query: Omit<Parameters<Storage['audit']['list']>[1], 'limit'>) =>
        (await storage.audit.list('default', { limit: 9, ...query })).records.map(({ id }) => id);
      expect(await found({ from_ms: 1_000, until_ms: 3_000 })).toEqual(['r2', 'r1']);
      expect(await found({ reason: 'check_failed' })).toEqual(['r2', 'r1']);
      expect(await found({ reason: 'check_failed:deadline' })).toEqual(['r1']);
      expect(await found({ reason: 'check' })).toEqual([]);
    });

    test('a cursor that is none is the caller’s fault', async () => {
      const list = storage.audit.list('default', { limit: 2, cursor: 'yesterday' });
      await expect(list).rejects.toMatchObject({ code: 'request-invalid', pointer: '/cursor' });
    });

    test('erased texts are gone and listed, and the chain still verifies', async () => {
      await storage.audit.append(openedRecord({ id: 'r1' }));
      await storage.audit.append(auditRecord({ id: 'r1', streamed: true }));
      await storage.audit.append(auditRecord({ id: 'r2' }));
      await storage.audit.erase('other', 'r1');
      expect((await storage.audit.get('default', 'r1'))?.erased).toEqual([]);
      await storage.audit.erase('default', 'r1');
      const erased = await storage.audit.get('default', 'r1');
      expect(erased?.messages).toEqual([{ role: 'user', content: null }]);
      expect(erased?.choices[0]).toMatchObject({ original_answer: null, answer: null, decision: 'rewrite' });
      expect(erased?.choices[0]?.claims[0]).toMatchObject({ text: '', label: 'contradicted' });
      expect(erased?.erased).toEqual([
        '/choices/0/answer',
        '/choices/0/claims/0/findings/0/message',
        '/choices/0/claims/0/text',
        '/choices/0/original_answer',
        '/messages/0/content',
      ]);
      expect(await verify(storage)).toMatchObject({ texts: { intact: 5, erased: 6 }, problems: [] });
      expect((await storage.audit.get('default', 'r2'))?.erased).toEqual([]);
    });

    for (const { title, sql, found } of TAMPERINGS) {
      test(title, async () => {
        for (const id of ['r1', 'r2', 'r3']) await storage.audit.append(auditRecord({ id }));
        await fixture.tamper(sql);
        const { problems } = await verify(storage);
        expect(problems.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(found);
      });
    }

    test('a body that is no record any more is a broken chain, not an empty record', async () => {
      await storage.audit.append(auditRecord({ id: 'r1' }));
      await fixture.tamper(`update audit_entries set body = 'gone'`);
      await expect(storage.audit.get('default', 'r1')).rejects.toMatchObject({ code: 'audit-chain-broken' });
    });
  });
}

const TAMPERINGS: { title: string; sql: string; found: string[] }[] = [
  {
    title: 'a changed body is found where it is',
    sql: `update audit_entries set body = replace(body, '"rewrite"', '"pass"') where seq = 2`,
    found: ['changed 2'],
  },
  {
    title: 'a changed commitment is found',
    sql: `update audit_entries set commitments = replace(commitments, ':', ': ') where seq = 2`,
    found: ['changed 2'],
  },
  {
    title: 'a changed time is found',
    sql: 'update audit_entries set at_ms = at_ms + 1 where seq = 3',
    found: ['changed 3'],
  },
  {
    title: 'a changed record id is found',
    sql: `update audit_entries set record_id = 'r9' where seq = 3`,
    found: ['changed 3'],
  },
  {
    title: 'a removed entry leaves a gap',
    sql: 'delete from audit_entries where seq = 2',
    found: ['gap 3'],
  },
  {
    title: 'a removed entry is found when the others are moved up',
    sql: 'delete from audit_entries where seq = 2; update audit_entries set seq = 2 where seq = 3',
    found: ['wrong_prev 2', 'changed 2'],
  },
  {
    title: 'an altered text is found',
    sql: `update audit_texts set texts = replace(texts, 'aunt', 'uncle') where seq = 1`,
    found: ['text_altered 1'],
  },
  {
    title: 'an added text is found',
    sql: `update audit_texts set texts = replace(texts, '{"/choices', '{"/x":{"salt":"","text":""},"/choices') where seq = 1`,
    found: ['text_altered 1'],
  },
];
