import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eraseConversation } from '../../src/cli/erase.js';
import { chainLinks, sha256Hex, verifyChain } from '../../src/core/audit/index.js';
import { memoryFixture } from '../adapters/storage/sqlite-fixture.js';
import { auditRecord, CUSTOMER, newHandoff, PLACE, type StorageFixture } from '../contract/index.js';

describe('plumbline erase', () => {
  let fixture: StorageFixture;
  let lines: string[];
  beforeEach(async () => {
    fixture = await memoryFixture();
    lines = [];
    const words = [{ role: 'user', content: 'zebra' }];
    for (const [id, changes] of [
      ['r1', { conversation_id: 'talk' }],
      ['r2', { conversation_id: 'talk', route: 'loyalty' }],
      ['r3', { conversation_id: 'another' }],
    ] as const) {
      await fixture.storage.audit.append(auditRecord({ id, messages: words, ...changes }));
    }
    await fixture.storage.handoffs.open(newHandoff({ id: 'h1', text: 'zebra' }));
  });
  afterEach(() => fixture.dispose());

  const erase = (conversation: string, more = {}) =>
    eraseConversation(
      { storage: fixture.storage, out: (line) => lines.push(line) },
      { conversation, tenant: 'default', route: 'default', ...more },
    );
  const wordsOf = async (id: string) =>
    (await fixture.storage.audit.get('default', id))?.messages.map(({ content }) => content);

  it('takes the words of records and handoffs of that conversation, and the chain stays whole', async () => {
    expect(await erase('talk')).toBe(0);
    expect(lines).toEqual(['The words of 1 records and 1 steps of handoffs are erased.']);
    expect(await wordsOf('r1')).toEqual([null]);
    expect(await wordsOf('r2')).toEqual(['zebra']);
    expect(await wordsOf('r3')).toEqual(['zebra']);
    expect(await fixture.storage.handoffs.events(null, { after_seq: 0, limit: 9 })).toMatchObject([
      { kind: 'opened', text: null },
    ]);
    const report = await verifyChain('default', chainLinks(fixture.storage.audit, 'default'), { sha256Hex });
    expect(report).toMatchObject({ entries: 3, problems: [] });
  });

  it('says so when there is no such conversation', async () => {
    await expect(erase('nowhere')).rejects.toMatchObject({
      code: 'request-invalid',
      detail: expect.stringContaining('name another with --tenant and --route'),
    });
    await expect(erase('talk', { tenant: 'other' })).rejects.toMatchObject({ code: 'request-invalid' });
  });

  it('--json prints counts', async () => {
    await erase('talk', { json: true });
    expect(JSON.parse(lines.join(''))).toEqual({
      records: 1,
      handoff_events: 1,
      helpdesk_cases: [],
      helpdesk_cases_kept: 0,
    });
  });

  it('forgets what stands for an ended case in a helpdesk, and says what to erase there', async () => {
    const { handoffs, helpdeskCases } = fixture.storage;
    const remembered = { handoff_id: 'h1', ...PLACE, contact_id: 'c1', created_at_ms: 1 };
    await helpdeskCases.save('chatwoot', { ...remembered, external_id: '42' });
    await erase('talk');
    expect(lines.at(-1)).toBe(
      'A case is still open in a helpdesk: erase the conversation again when it is over.',
    );
    await handoffs.change('default', 'h1', { kind: 'cancel', at_ms: 2_000, actor: CUSTOMER });
    await erase('talk');
    expect(lines.at(-1)).toBe('What chatwoot has of it is forgotten here; erase 42 there yourself.');
    expect(await helpdeskCases.find('chatwoot', 'h1')).toBeNull();
  });
});
