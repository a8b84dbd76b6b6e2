import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditCrypto,
  type ChainHead,
  type ChainLink,
  draftEntry,
  joinRecord,
  sealEntry,
  sha256Hex,
  splitRecord,
  verifyChain,
} from '../../../src/core/audit/index.js';
import type { AuditRecord } from '../../../src/schema/index.js';
import { auditRecord, openedRecord } from '../../contract/index.js';

const KEY = 'plk_abcdefghijklmnop';

/** Bytes that count up: salts differ and tests repeat. */
function countingCrypto(): AuditCrypto {
  let next = 0;
  return { sha256Hex, randomBytes: (count) => Uint8Array.from({ length: count }, () => next++ % 256) };
}

async function chainOf(records: readonly AuditRecord[], crypto = countingCrypto()): Promise<ChainLink[]> {
  let head: ChainHead | null = null;
  const links: ChainLink[] = [];
  for (const record of records) {
    const draft = await draftEntry(record, crypto);
    const entry = await sealEntry(draft, head, sha256Hex);
    links.push({ entry, texts: draft.texts });
    head = entry;
  }
  return links;
}

const problemsOf = async (links: readonly ChainLink[], expected?: ChainHead) => {
  const options = { sha256Hex, ...(expected && { expected }) };
  return (await verifyChain('default', links, options)).problems.map(({ kind, seq }) => `${kind} ${seq}`);
};

const three = () => chainOf(['r1', 'r2', 'r3'].map((id) => auditRecord({ id })));

describe('splitRecord and joinRecord', () => {
  it('join gives back what split took apart', async () => {
    const record = auditRecord({ id: 'r1' });
    const { body, texts } = splitRecord(record);
    const kept = Object.fromEntries(Object.entries(texts).map(([pointer, text]) => [pointer, { text }]));
    expect(joinRecord({ tenant: 'default', seq: 1, body, commitments: texts }, kept)).toEqual(record);
  });

  it('a text that never was is not one that was erased', () => {
    const record = auditRecord({ id: 'r1', messages: [{ role: 'assistant', content: null }], choices: [] });
    const { body, texts } = splitRecord(record);
    expect(texts).toEqual({});
    const joined = joinRecord({ tenant: 'default', seq: 1, body, commitments: {} }, {});
    expect(joined).toMatchObject({ messages: [{ content: null }], erased: [] });
  });

  it('quotes of what the caller supplied can be erased, those of the operator’s policies stay', () => {
    const record = auditRecord({ id: 'r1' });
    const [choice] = record.choices;
    const [claim] = choice?.claims ?? [];
    const [evidence] = claim?.evidence ?? [];
    if (choice === undefined || claim === undefined || evidence === undefined) throw new Error('no evidence');
    const supplied = { ...evidence, source: 'context:booking', quote: 'Booking of Ada Example' };
    const claims = [{ ...claim, evidence: [evidence, supplied] }];
    const { body, texts } = splitRecord({ ...record, choices: [{ ...choice, claims }] });
    expect(texts['/choices/0/claims/0/evidence/1/quote']).toBe('Booking of Ada Example');
    expect(body).not.toContain('Ada Example');
    expect(body).toContain('Ask before you fly.');
  });

  it('secrets are masked in every text and their pointers listed', () => {
    const answer = `Your key is ${KEY}. Keep it.`;
    const record = auditRecord({ id: 'r1', messages: [{ role: 'user', content: `Mine is ${KEY}` }] });
    const [choice] = record.choices;
    const [claim] = choice?.claims ?? [];
    if (choice === undefined || claim === undefined) throw new Error('no claim');
    // The claim's span cuts the key: alone it would not be known as one.
    const cut = { ...claim, text: answer.slice(18, 32), start_char: 18, end_char: 32 };
    const choices = [{ ...choice, original_answer: answer, answer: `No: ${KEY}`, claims: [cut] }];
    const { body, texts } = splitRecord({ ...record, choices });
    expect(JSON.stringify(texts) + body).not.toContain('abcd');
    expect(texts['/choices/0/original_answer']?.slice(18, 32)).toBe(texts['/choices/0/claims/0/text']);
    expect(JSON.parse(body).redacted.sort()).toEqual([
      '/choices/0/answer',
      '/choices/0/claims/0/text',
      '/choices/0/original_answer',
      '/messages/0/content',
    ]);
  });
});

describe('verifyChain', () => {
  it('an intact chain has no problem, with WebCrypto and with a synchronous digest alike', async () => {
    const links = await three();
    expect(await problemsOf(links)).toEqual([]);
    expect(links.map(({ entry }) => entry.seq)).toEqual([1, 2, 3]);
  });

  it('equal texts of two records have different commitments', async () => {
    const [first, second] = await three();
    expect(first?.entry.commitments['/messages/0/content']).not.toBe(
      second?.entry.commitments['/messages/0/content'],
    );
  });

  it('chains of two tenants never start alike', async () => {
    const [ours] = await chainOf([auditRecord({ id: 'r1' })]);
    const [theirs] = await chainOf([auditRecord({ id: 'r1', tenant: 'other' })]);
    expect(ours?.entry.prev_hash).not.toBe(theirs?.entry.prev_hash);
    expect(await problemsOf(theirs === undefined ? [] : [theirs])).toEqual([
      'wrong_tenant 1',
      'wrong_prev 1',
    ]);
  });

  it('a changed byte anywhere in an entry breaks the chain', async () => {
    const links = await three();
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 2 }),
        fc.constantFrom('record_id', 'body', 'prev_hash', 'hash'),
        fc.nat(),
        async (at, field, position) => {
          const changed = links.map((link, index) => {
            if (index !== at) return link;
            const text = link.entry[field as 'body'];
            const n = position % text.length;
            const other = text[n] === 'x' ? 'y' : 'x';
            return {
              ...link,
              entry: { ...link.entry, [field]: text.slice(0, n) + other + text.slice(n + 1) },
            };
          });
          expect(await problemsOf(changed)).not.toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('any other order of the entries is found', async () => {
    const links = await chainOf(['r1', 'r2', 'r3', 'r4', 'r5'].map((id) => auditRecord({ id })));
    const order = fc.shuffledSubarray(links, { minLength: 5 });
    await fc.assert(
      fc.asyncProperty(order, async (shuffled) => {
        const isSame = shuffled.every((link, index) => link === links[index]);
        expect((await problemsOf(shuffled)).length === 0).toBe(isSame);
      }),
      { numRuns: 50 },
    );
  });

  it('a rewritten chain is whole in itself and found by the head noted before', async () => {
    const head = (await three())[2]?.entry;
    const rewritten = await chainOf(['r1', 'r9', 'r3'].map((id) => auditRecord({ id })));
    expect(await problemsOf(rewritten)).toEqual([]);
    expect(await problemsOf(rewritten, head)).toEqual(['changed 3']);
    expect(await problemsOf(rewritten.slice(0, 2), head)).toEqual(['truncated 2']);
    expect(await problemsOf([], head)).toEqual(['truncated 0']);
  });

  it('erased texts are counted, altered ones are problems', async () => {
    const [link] = await three();
    if (link === undefined) throw new Error('no link');
    const erased = { entry: link.entry, texts: {} };
    const report = await verifyChain('default', [erased], { sha256Hex });
    expect(report).toMatchObject({ problems: [], texts: { intact: 0, erased: 5 } });
    const pointer = '/messages/0/content';
    const salt = link.texts[pointer]?.salt ?? '';
    const altered = { ...link, texts: { ...link.texts, [pointer]: { salt, text: 'Something else' } } };
    expect(await problemsOf([altered])).toEqual(['text_altered 1']);
  });

  it('an opened record without an end is listed; a second end is a problem', async () => {
    const opened = openedRecord({ id: 'r1' });
    const closed = auditRecord({ id: 'r1', streamed: true });
    const unended = await verifyChain('default', await chainOf([opened]), { sha256Hex });
    expect(unended).toMatchObject({ unfinished: ['r1'], problems: [] });
    expect(await problemsOf(await chainOf([opened, closed]))).toEqual([]);
    expect(await problemsOf(await chainOf([opened, closed, closed]))).toEqual(['second_end 3']);
    expect(await problemsOf(await chainOf([opened, opened]))).toEqual(['opened_twice 2']);
    expect(await problemsOf(await chainOf([closed, opened]))).toEqual(['opened_twice 2']);
  });
});
