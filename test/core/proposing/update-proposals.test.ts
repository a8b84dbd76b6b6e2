import { describe, expect, it } from 'vitest';
import { buildSnapshot, policySections } from '../../../src/core/indexing/index.js';
import {
  addProposals,
  decideProposals,
  openProposalsText,
  type PolicyText,
  type ProposalText,
  sectionsToAsk,
  settleProposals,
} from '../../../src/core/proposing/index.js';

const SOURCE = 'policies/sauna.md';
const FILE = 'policies/.readings/sauna.yaml';
const TEXT = '# Sauna\n\n## Hours\n\nBookings lapse at ten.\n\n## Towels\n\nA towel is lent.\n';
const ASKED = { prompt: 'proposals-1', model: 'test:one' };
const READING: ProposalText = {
  kind: 'statement',
  quote: 'Bookings lapse at ten.',
  reads_as: 'Bookings end at 10 pm.',
};
const QUESTION: ProposalText = { kind: 'question', lang: 'en', question: 'Until when?' };

const policyOf = async (text = TEXT): Promise<PolicyText> => {
  const { snapshot } = await buildSnapshot('test', [{ source: SOURCE, text }]);
  return { source: SOURCE, title: 'Sauna', sections: policySections(snapshot.passages) };
};
const opened = (text: string) => openProposalsText(FILE, text, SOURCE);
const namesOf = (sections: readonly { heading_path: readonly string[] }[]) =>
  sections.map(({ heading_path }) => heading_path.at(-1));

/** A file with two proposals for the first section. */
const written = async (policy: PolicyText, texts: readonly ProposalText[] = [READING, QUESTION]) => {
  const text = opened('');
  await settleProposals(text, policy);
  const [section] = policy.sections;
  if (section === undefined) throw new Error('no section');
  await addProposals(text, SOURCE, { section, texts, ...ASKED });
  return text.toString();
};
const statuses = (text: string) =>
  opened(text)
    .sections()
    .flatMap((section) =>
      section
        .proposals()
        .map(({ proposal }) => [section.heading_path.at(-1), proposal.kind, proposal.status]),
    );
const decided = (text: string, policy: PolicyText, ids: readonly string[] | 'all') => {
  const file = opened(text);
  const result = decideProposals(file, policy, {
    ids,
    status: 'accepted',
    decided_by: 'Ada',
    decided_at: '2026-11-26T10:00:00.000Z',
  });
  return { text: file.toString(), ...result };
};

describe('a file of proposals', () => {
  it('is begun with the policy’s sections in order, and says what it is', async () => {
    const text = await written(await policyOf());
    expect(text).toMatch(/^# What a model proposes for policies\/sauna\.md\./);
    expect(namesOf(opened(text).sections())).toEqual(['Hours', 'Towels']);
    expect(statuses(text)).toEqual([
      ['Hours', 'statement', 'proposed'],
      ['Hours', 'question', 'proposed'],
    ]);
  });

  it('asks again only about what is new or changed, for another prompt or another model', async () => {
    const policy = await policyOf();
    const text = await written(policy);
    const toAsk = async (other: PolicyText, asked = ASKED) => {
      const file = opened(text);
      await settleProposals(file, other);
      return namesOf(sectionsToAsk(file, other, asked));
    };
    expect(await toAsk(policy)).toEqual(['Towels']);
    expect(await toAsk(await policyOf(TEXT.replace('at ten.', 'at\nten.')))).toEqual(['Towels']);
    expect(await toAsk(await policyOf(TEXT.replace('at ten', 'at nine')))).toEqual(['Hours', 'Towels']);
    expect(await toAsk(await policyOf(`${TEXT}\n## Dogs\n\nNo dogs.\n`))).toEqual(['Towels', 'Dogs']);
    expect(await toAsk(policy, { ...ASKED, prompt: 'proposals-2' })).toEqual(['Hours', 'Towels']);
    expect(await toAsk(policy, { ...ASKED, model: 'test:two' })).toEqual(['Hours', 'Towels']);
  });

  it('keeps what people wrote: comments, order, other words, entries of their own', async () => {
    const policy = await policyOf();
    const byHand = (await written(policy))
      .replace('status: proposed', 'status: accepted # agreed with legal')
      .replace('Bookings end at 10 pm.', 'All bookings end at 22:00.')
      .replace('- section:', '# Ada looks after this part\n- section:');
    const file = opened(byHand);
    await settleProposals(file, policy);
    const [section] = policy.sections;
    if (section === undefined) throw new Error('no section');
    await addProposals(file, SOURCE, { section, texts: [{ ...QUESTION, question: 'How late?' }], ...ASKED });
    const text = file.toString();
    expect(text).toContain('status: accepted # agreed with legal');
    expect(text).toContain('All bookings end at 22:00.');
    expect(text).toContain('# Ada looks after this part');
    expect(statuses(text)).toHaveLength(3);
  });

  it('proposes nothing twice, also what was rejected', async () => {
    const policy = await policyOf();
    const rejected = (await written(policy)).replace('status: proposed', 'status: rejected');
    const file = opened(rejected);
    const [section] = policy.sections;
    if (section === undefined) throw new Error('no section');
    expect(await addProposals(file, SOURCE, { section, texts: [READING, QUESTION], ...ASKED })).toEqual([]);
    expect(statuses(file.toString())[0]).toEqual(['Hours', 'statement', 'rejected']);
  });

  it('takes no proposals for a section that was edited while the model was asked', async () => {
    const text = await written(await policyOf());
    const file = opened(text);
    const [section] = (await policyOf(TEXT.replace('ten', 'nine'))).sections;
    if (section === undefined) throw new Error('no section');
    expect(await addProposals(file, SOURCE, { section, texts: [QUESTION], ...ASKED })).toBeNull();
    expect(file.toString()).toBe(text);
  });

  it.each([
    { name: 'an accepted one becomes stale', edit: ['status: proposed', 'status: accepted'], left: 'stale' },
    {
      name: 'one in other words becomes stale',
      edit: ['Bookings end at 10 pm.', 'Bookings end at 22:00.'],
      left: 'stale',
    },
    {
      name: 'one with a comment becomes stale',
      edit: ['kind: statement', 'kind: statement # ask Bo'],
      left: 'stale',
    },
    { name: 'a rejected one stays', edit: ['status: proposed', 'status: rejected'], left: 'rejected' },
    { name: 'one that nobody touched leaves', edit: ['', ''], left: null },
  ])('of a section that changed, $name', async ({ edit: [from = '', to = ''], left }) => {
    const text = (await written(await policyOf(), [READING])).replace(from, to);
    for (const changed of [TEXT.replace('at ten', 'at nine'), TEXT.replace('## Hours', '## Opening')]) {
      const file = opened(text);
      await settleProposals(file, await policyOf(changed));
      expect(statuses(file.toString()).map(([, , status]) => status)).toEqual(left === null ? [] : [left]);
    }
  });

  it('is the same after it was brought in line twice', async () => {
    const policy = await policyOf(TEXT.replace('## Hours', '## Opening'));
    const file = opened((await written(await policyOf())).replaceAll('proposed', 'accepted'));
    await settleProposals(file, policy);
    const once = file.toString();
    const again = opened(once);
    expect(await settleProposals(again, policy)).toEqual({ stale: 0 });
    expect(again.toString()).toBe(once);
  });

  it('that is broken is not written over: the error names file, line and fix', () => {
    expect(() => opened('- section: [x]\n  digest: y\n  proposals: []\n')).toThrow(
      /policies\/\.readings\/sauna\.yaml, line 2: entry 1 cannot be read at digest/,
    );
  });
});

describe('a decision', () => {
  it('is written down with who made it and when', async () => {
    const policy = await policyOf();
    const text = await written(policy);
    const [id = ''] = opened(text)
      .sections()
      .flatMap((section) => section.proposals().map(({ proposal }) => proposal.id));
    const one = decided(text, policy, [id, 's-unknown']);
    expect(one).toMatchObject({ decided: [id], refused: [] });
    expect(one.text).toContain('decided_by: Ada');
    expect(one.text).toContain('decided_at: 2026-11-26T10:00:00.000Z');
    expect(statuses(decided(text, policy, 'all').text).map(([, , status]) => status)).toEqual([
      'accepted',
      'accepted',
    ]);
  });

  it('accepts nothing whose quote does not stand in the section any more', async () => {
    const policy = await policyOf(TEXT.replace('at ten', 'at nine'));
    const file = opened((await written(await policyOf())).replaceAll('proposed', 'accepted'));
    await settleProposals(file, policy);
    const { decided: ids, refused } = decided(file.toString(), policy, 'all');
    expect(ids).toHaveLength(1);
    expect(refused).toEqual([
      { id: expect.stringMatching(/^s-/), why: 'quote_gone', section: 'Sauna › Hours' },
    ]);
  });

  it('may bring other words, which must still be a proposal', async () => {
    const policy = await policyOf();
    const text = await written(policy, [QUESTION]);
    const with_words = (words: Record<string, unknown>) => {
      const file = opened(text);
      decideProposals(file, policy, {
        ids: 'all',
        status: 'accepted',
        decided_by: 'Ada',
        decided_at: '2026-11-26T10:00:00.000Z',
        words,
      });
      return file.toString();
    };
    expect(with_words({ question: 'How late?' })).toContain('question: How late?');
    expect(() => with_words({ question: ' ' })).toThrow(/"question"/);
    expect(() => with_words({ reads_as: 'x' })).toThrow(/request-invalid/);
  });
});
