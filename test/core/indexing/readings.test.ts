import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../../../src/core/indexing/index.js';

const FILES = [
  {
    source: 'policies/sauna.md',
    text: '# Sauna\n\nHeat is our habit. Bookings lapse\nat the stroke of ten.\n\nYou bring:\n\n- a towel;\n- a friend.\n',
  },
];
const built = (readings: string) => buildSnapshot('test', FILES, { readings });
const entry = (quote: string, rest: string): string =>
  `- source: policies/sauna.md\n  quote: "${quote}"\n  ${rest}\n`;

describe('readings.yaml', () => {
  it('lets the checks read a sentence in other words, and people see the quote', async () => {
    const yaml = entry('Bookings lapse at the stroke of ten.', 'reads_as: Bookings end at 10 pm.');
    const { snapshot, problems } = await built(yaml);
    expect(problems).toEqual([]);
    expect(snapshot.passages.find(({ corrected }) => corrected)).toMatchObject({
      quote: 'Bookings lapse\nat the stroke of ten.',
      text: 'Bookings end at 10 pm.',
    });
  });

  it('replaces the lead-in of a list item too', async () => {
    const { snapshot } = await built(entry('a friend.', 'reads_as: Guests may bring one friend.'));
    expect(snapshot.passages.at(-1)).toMatchObject({
      text: 'Guests may bring one friend.',
      lead_in: null,
    });
  });

  it('leaves out what is not evidence', async () => {
    const { snapshot, problems } = await built(entry('Heat is our habit.', 'not_evidence: true'));
    expect(problems).toEqual([]);
    expect(snapshot.passages.map(({ quote }) => quote)).not.toContain('Heat is our habit.');
  });

  it('changes the version of the knowledge base', async () => {
    const versions = await Promise.all(
      ['', entry('a friend.', 'reads_as: One.'), entry('a friend.', 'reads_as: Two.')].map(built),
    );
    expect(new Set(versions.map(({ snapshot }) => snapshot.version)).size).toBe(3);
  });

  it.each([
    { name: 'a sentence that was edited since', yaml: entry('Heat was our habit.', 'reads_as: Warm.') },
    {
      name: 'a second entry for one sentence',
      yaml: entry('a friend.', 'reads_as: One.') + entry('a friend.', 'reads_as: Two.'),
    },
  ])('$name is a warning that says how to go on', async ({ yaml }) => {
    const { problems } = await built(yaml);
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        source: 'readings.yaml',
        line: 1,
        message: expect.stringContaining('plumbline index --explain policies/sauna.md'),
      }),
    ]);
  });

  it.each([
    { name: 'neither a reading nor a mark', yaml: entry('a friend.', ''), says: 'give either reads_as' },
    {
      name: 'both',
      yaml: entry('a friend.', 'reads_as: One.\n  not_evidence: true'),
      says: 'give either reads_as',
    },
    { name: 'no list', yaml: 'source: x', says: 'must be a list' },
    {
      name: 'a key that is not known',
      yaml: entry('a friend.', 'readsas: One.'),
      says: 'an entry has source',
    },
  ])('$name is an error that names the fix', async ({ yaml, says }) => {
    const { problems } = await built(yaml);
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        source: 'readings.yaml',
        message: expect.stringContaining(says),
      }),
    ]);
  });
});
