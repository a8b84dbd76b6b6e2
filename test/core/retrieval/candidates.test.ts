import { beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../../../src/core/reading/index.js';
import { type KnowledgeIndex, retrieveEvidence } from '../../../src/core/retrieval/index.js';
import type { Claim } from '../../../src/schema/index.js';
import { knowledgeOf } from '../../support/knowledge.js';

const ANIMALS = ['heron', 'otter', 'lynx', 'badger', 'stoat', 'falcon', 'beaver', 'marten'];
const THINGS = ['lodge', 'boat', 'guide', 'permit', 'locker', 'tent'];

/** One section an animal, one sentence a thing: 48 sentences that share most of their words. */
const FILES = Object.fromEntries(
  ANIMALS.map((animal, i) => [
    `policies/${animal}.md`,
    [
      `# Rules of the ${animal} reserve`,
      ...THINGS.map(
        (thing, j) =>
          `The ${thing} of the ${animal} reserve costs CAD ${10 * i + j + 5} and can be cancelled.`,
      ),
    ].join('\n\n'),
  ]),
);

const BOUNDED = { all_up_to: 0, postings_max: 30, candidates_max: 16 };
let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf(FILES);
});

const retrieve = async (text: string, bounds?: typeof BOUNDED) => {
  const context = { question: null, premises: [], antecedents: [], lead_ins: [] };
  const claim: Claim = { text, start_char: 0, end_char: text.length, subject: 'rule', lang: 'en', context };
  const reading = readText(text, 'en', index.vocabulary);
  const options = { as_of: '2026-05-01', limit: 3, extra: [], ...(bounds === undefined ? {} : { bounds }) };
  return (await retrieveEvidence({ claim, reading }, index, options)).map(({ passage }) => passage.quote);
};

describe('candidates of a large index', () => {
  it.each(ANIMALS.map((animal, i) => ({ animal, thing: THINGS[i % THINGS.length] ?? '' })))(
    'are found by the rare words of a claim, whatever the common ones find: $thing of the $animal',
    async ({ animal, thing }) => {
      const text = `The ${thing} of the ${animal} reserve can be cancelled.`;
      const [first] = await retrieve(text, BOUNDED);
      expect(first).toContain(`The ${thing} of the ${animal} reserve`);
      expect(first).toBe((await retrieve(text))[0]);
    },
  );

  it('with room for all passages are ranked as when every passage is looked at', async () => {
    const bounds = { all_up_to: 0, postings_max: 1_000_000, candidates_max: 1_000 };
    for (const text of ['A locker can be cancelled.', 'The otter boat costs CAD 16.', 'Permits for lynxes.'])
      expect(await retrieve(text, bounds)).toEqual(await retrieve(text));
  });

  it('leave nothing behind for the next query', async () => {
    const before = await retrieve('The tent of the stoat reserve.', BOUNDED);
    await retrieve('The boat of the beaver reserve.', BOUNDED);
    expect(await retrieve('The tent of the stoat reserve.', BOUNDED)).toEqual(before);
  });
});
