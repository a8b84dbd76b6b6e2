import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../../../../src/core/indexing/index.js';
import { buildKnowledgeIndex, retrieveEvidence } from '../../../../src/core/retrieval/index.js';
import { digestOf, proposalsYaml } from '../../../support/proposals.js';
import { claimOf, readingOf } from '../../verification/support.js';

const SAUNA = {
  source: 'policies/sauna.md',
  text: '# Sauna\n\n## Hours\n\nBookings lapse\nat the stroke of ten.\n\n## Towels\n\nA towel is lent for a deposit of CAD 20.\n',
};
const HOURS = ['Sauna', 'Hours'];
const FILE = 'policies/.readings/sauna.yaml';
const STATEMENT = {
  id: 's-1',
  kind: 'statement',
  status: 'accepted',
  quote: 'Bookings lapse at the stroke of ten.',
  reads_as: 'Bookings end at 10 pm.',
};
const TERM = {
  id: 'y-1',
  kind: 'synonyms',
  status: 'accepted',
  term: 'deposit',
  synonyms: ['caution money'],
};
const FRENCH = {
  id: 't-1',
  kind: 'translations',
  status: 'accepted',
  term: 'towel',
  translations: { fr: ['serviette'] },
};
const QUESTION = {
  id: 'q-1',
  kind: 'question',
  status: 'accepted',
  lang: 'en',
  question: 'Until what hour may I sweat?',
};
const WRONG = {
  id: 'w-1',
  kind: 'wrong_answer',
  status: 'accepted',
  answer: 'Bookings never lapse.',
  quote: 'Bookings lapse',
};

const yaml = async (proposals: readonly object[], section: readonly string[] = HOURS): Promise<string> =>
  proposalsYaml({ section, digest: await digestOf([SAUNA], section) }, proposals);
const built = (text: string, { policy = SAUNA, readings = '', glossary = '' } = {}) =>
  buildSnapshot('test', [policy], { readings, glossary, proposals: [{ source: FILE, text }] });

describe('accepted proposals', () => {
  it('let the checks read a sentence in other words, and people see the quote', async () => {
    const { snapshot, problems } = await built(await yaml([STATEMENT]));
    expect(problems).toEqual([]);
    expect(snapshot.passages[0]).toMatchObject({
      quote: 'Bookings lapse\nat the stroke of ten.',
      text: 'Bookings end at 10 pm.',
      corrected: true,
    });
  });

  it('join the glossary, and what people wrote there themselves stays', async () => {
    const own = '- term: deposit\n  synonyms: [bond]\n';
    const { snapshot, problems } = await built(await yaml([TERM, FRENCH]), { glossary: own });
    expect(problems).toEqual([]);
    expect(snapshot.glossary).toEqual([
      { term: 'deposit', synonyms: ['caution money'], translations: {} },
      { term: 'towel', synonyms: [], translations: { fr: ['serviette'] } },
      { term: 'deposit', synonyms: ['bond'], translations: {} },
    ]);
  });

  it('that are questions help to find their section, and never are its words', async () => {
    const found = async (text: string) => {
      const { snapshot } = await built(text);
      const index = buildKnowledgeIndex(snapshot);
      const asked = claimOf('You may sweat.');
      const query = { claim: asked, reading: readingOf(asked.text, index) };
      const [first] = await retrieveEvidence(query, index, { as_of: '2026-01-01', limit: 1, extra: [] });
      return first;
    };
    expect(await found('')).toBeUndefined();
    const hinted = await found(await yaml([QUESTION]));
    expect(hinted?.passage.section).toBe('Hours');
    expect(JSON.stringify(hinted)).not.toContain('sweat');
  });

  it('make a version of their own, whoever accepted them', async () => {
    const versionOf = async (proposals: readonly object[]) =>
      (await built(await yaml(proposals))).snapshot.version;
    const versions = await Promise.all([[], [STATEMENT], [QUESTION], [WRONG], [TERM]].map(versionOf));
    expect(new Set(versions).size).toBe(5);
    const signed = { ...WRONG, decided_by: 'Ada', decided_at: '2026-11-26T10:00:00Z' };
    expect(await versionOf([signed])).toBe(versions[3]);
  });

  it.each(['proposed', 'rejected', 'stale'])('count for nothing while they are %s', async (status) => {
    const { snapshot, problems } = await built(
      await yaml([STATEMENT, TERM, FRENCH, QUESTION, WRONG].map((one) => ({ ...one, status }))),
    );
    const { snapshot: without } = await built('');
    expect(problems).toEqual([]);
    expect(snapshot).toEqual(without);
  });

  it('give way to readings.yaml, which says so', async () => {
    const readings =
      '- source: policies/sauna.md\n  quote: Bookings lapse at the stroke of ten.\n  reads_as: Bookings end at 22:00.\n';
    const { snapshot, problems } = await built(await yaml([STATEMENT]), { readings });
    expect(snapshot.passages[0]?.text).toBe('Bookings end at 22:00.');
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        source: FILE,
        line: 4,
        message: expect.stringContaining('another entry corrects it too'),
      }),
    ]);
  });

  it('still count where the text is only wrapped anew', async () => {
    const policy = { ...SAUNA, text: SAUNA.text.replace('lapse\nat', 'lapse at') };
    const { snapshot, problems } = await built(await yaml([STATEMENT]), { policy });
    expect(problems).toEqual([]);
    expect(snapshot.passages[0]?.corrected).toBe(true);
  });

  it.each([
    {
      name: 'the section was edited since',
      policy: { ...SAUNA, text: SAUNA.text.replace('ten.', 'ten. Guests stay.') },
      line: 1,
      says: /2 accepted proposals are not used: the section “Sauna › Hours” was edited since; run "plumbline propose"/,
    },
    {
      name: 'the section is gone',
      policy: { ...SAUNA, text: SAUNA.text.replace('## Hours', '## Opening') },
      line: 1,
      says: /the policy has no section “Sauna › Hours” any more; reject them/,
    },
    {
      name: 'the policy is gone',
      policy: { ...SAUNA, source: 'policies/pool.md' },
      line: 1,
      says: /has no section “Sauna › Hours”/,
    },
  ])('are not used once $name, and a warning says what to do', async ({ policy, line, says }) => {
    const text = await yaml([STATEMENT, QUESTION]);
    const { snapshot, problems } = await built(text, { policy });
    const { snapshot: without } = await built('', { policy });
    expect(snapshot).toEqual(without);
    expect(problems).toEqual([
      { severity: 'warning', source: FILE, line, message: expect.stringMatching(says) },
    ]);
  });

  it.each([
    { name: 'a reading of half a sentence', proposal: { ...STATEMENT, quote: 'Bookings lapse' } },
    { name: 'a reading of words that are not there', proposal: { ...STATEMENT, quote: 'Heat is good.' } },
    { name: 'a wrong answer that nothing contradicts', proposal: { ...WRONG, quote: 'Heat is good.' } },
  ])('$name is not used', async ({ proposal }) => {
    const { snapshot, problems } = await built(await yaml([QUESTION, proposal]));
    expect(snapshot.passages.some(({ corrected }) => corrected)).toBe(false);
    expect(problems).toEqual([
      {
        severity: 'warning',
        source: FILE,
        line: 5,
        message: expect.stringMatching(
          /^the accepted proposal .-1 is not used: its quote does not stand in the section “Sauna › Hours”; copy/,
        ),
      },
    ]);
  });

  it.each([
    { name: 'no YAML', text: async () => '- section: [', line: 1, says: /is not valid YAML/ },
    { name: 'no list', text: async () => 'section: x', line: 1, says: /must be a list; begin each entry/ },
    {
      name: 'a key that is not known',
      text: () => yaml([QUESTION, { ...STATEMENT, statsu: 'x' }]),
      line: 5,
      says: /statsu/,
    },
    {
      name: 'a status that is not known',
      text: () => yaml([QUESTION, { ...STATEMENT, status: 'acepted' }]),
      line: 5,
      says: /proposals\.1\.status/,
    },
    {
      name: 'a kind that is not known',
      text: () => yaml([{ ...QUESTION, kind: 'hint' }]),
      line: 4,
      says: /proposals\.0\.kind/,
    },
    {
      name: 'an id given twice',
      text: () => yaml([STATEMENT, { ...QUESTION, id: 's-1' }]),
      line: 5,
      says: /two proposals have the id s-1; give one of them another id/,
    },
    {
      name: 'a section given twice',
      text: async () => (await yaml([STATEMENT])) + (await yaml([QUESTION])),
      line: 5,
      says: /the section “Sauna › Hours” stands here twice; put its proposals together/,
    },
  ])('$name is an error that names file, line and fix', async ({ text, line, says }) => {
    const { problems } = await built(await text());
    expect(problems).toContainEqual({
      severity: 'error',
      source: FILE,
      line,
      message: expect.stringMatching(says),
    });
  });
});
