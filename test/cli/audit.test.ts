import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditContext, auditExport, auditVerify } from '../../src/cli/audit.js';
import { sha256Hex, verifyChain } from '../../src/core/audit/index.js';
import { memoryFixture } from '../adapters/storage/sqlite-fixture.js';
import { auditRecord, openedRecord, type StorageFixture } from '../contract/index.js';

describe('plumbline audit', () => {
  let fixture: StorageFixture;
  let lines: string[];
  let context: AuditContext;
  beforeEach(async () => {
    fixture = await memoryFixture();
    lines = [];
    context = { storage: fixture.storage, sha256Hex, out: (line) => lines.push(line) };
  });
  afterEach(() => fixture.dispose());

  const appendThree = async () => {
    for (const id of ['r1', 'r2', 'r3']) await fixture.storage.audit.append(auditRecord({ id }));
  };

  it('verify says that an intact chain is intact and where it ends', async () => {
    await appendThree();
    expect(await auditVerify(context, {})).toBe(0);
    expect(lines[0]).toBe('default: intact. 3 entries of 3 records read.');
    expect(lines.join('\n')).toMatch(/head: 3:[0-9a-f]{64}/);
  });

  it('verify names tenant, entry, record and what is wrong', async () => {
    await appendThree();
    await fixture.tamper(
      `update audit_entries set body = replace(body, '"rewrite"', '"pass"') where seq = 2`,
    );
    expect(await auditVerify(context, {})).toBe(1);
    expect(lines[0]).toContain('default: BROKEN, 1 problem.');
    expect(lines[1]).toContain('entry 2, record r2: The entry was changed');
  });

  it('a cut-off end is found by the head that was noted before', async () => {
    await appendThree();
    await auditVerify(context, {});
    const head = /head: (\S+)/.exec(lines.join('\n'))?.[1] ?? '';
    await fixture.tamper('delete from audit_entries where seq = 3');
    expect(await auditVerify(context, { tenant: 'default' })).toBe(0);
    expect(await auditVerify(context, { tenant: 'default', expect: head })).toBe(1);
    expect(lines.join('\n')).toContain('entry 3 was noted earlier');
  });

  it('a stream under way is named and breaks nothing', async () => {
    await fixture.storage.audit.append(openedRecord({ id: 'r1' }));
    expect(await auditVerify(context, {})).toBe(0);
    expect(lines.join('\n')).toContain('opened and not ended (a stream under way, or cut off): r1');
  });

  it('--json prints one document', async () => {
    await appendThree();
    await auditVerify(context, { json: true });
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      intact: true,
      tenants: [{ tenant: 'default', entries: 3 }],
    });
  });

  it('an export verifies without the database', async () => {
    await appendThree();
    await fixture.storage.audit.erase('default', 'r2');
    expect(await auditExport(context, {})).toBe(0);
    const links = lines.map((line) => JSON.parse(line));
    const report = await verifyChain('default', links, { sha256Hex });
    expect(report).toMatchObject({ entries: 3, problems: [], texts: { intact: 10, erased: 5 } });
    const swapped = [links[0], links[2], links[1]];
    const kinds = (await verifyChain('default', swapped, { sha256Hex })).problems.map(({ kind }) => kind);
    expect(kinds).toEqual(['gap', 'reordered']);
  });

  it.each([
    { name: 'an unknown tenant', options: { tenant: 'nobody' }, words: 'Those with records are: default' },
    { name: 'an --expect that is no head', options: { tenant: 'default', expect: 'x' }, words: 'SEQ:HASH' },
    { name: 'an --expect without a tenant', options: { expect: `1:${'0'.repeat(64)}` }, words: '--tenant' },
  ])('$name is said in one sentence', async ({ options, words }) => {
    await appendThree();
    await expect(auditVerify(context, options)).rejects.toMatchObject({
      detail: expect.stringContaining(words),
    });
  });

  it('without records there is nothing to verify', async () => {
    expect(await auditVerify(context, {})).toBe(0);
    expect(lines).toEqual(['There are no audit records yet.']);
  });
});
