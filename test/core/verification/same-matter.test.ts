import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, readClaim, verifyClaim } from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { caseFactsOf, claimOf, indexOf, inputOf } from './support.js';

/** What a boat club tells those who answer for it. */
const FILES = {
  'policies/berths.md': `# Berths at Ostholm

## Change berths

Saver berths cannot be moved.
You can help members book, extend or end a mooring.
Storage outside the season is not refunded.
No berth by the pier is guaranteed.
There cannot be any exchange of keel types, e.g. a fin for a bilge.
This is something that even the harbour master cannot help with.

## Guest fees

A guest pays $20 a night. The key deposit is $50.
`,
  'policies/fr/pontons.md': `# Pontons

Les pontons économiques ne peuvent pas être déplacés.
`,
};

const BOOKING = JSON.stringify({
  mooring: 'QX42',
  nights: [
    { date: '2026-06-03', price: 121 },
    { date: '2026-06-04', price: 155 },
  ],
});

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf(FILES);
});

const OPPOSING = ['opposed-clause', 'polarity', 'permission'];
const COUNTING = ['money', 'numeric', 'deadline', 'free-of-charge'];

const saidAgainst = async (
  checks: readonly string[],
  claim: string,
  lang: Language = 'en',
  results: string[] = [],
): Promise<string[]> => {
  const input = await readClaim(
    claimOf(claim, { lang }),
    inputOf(index, { case_facts: caseFactsOf(results, index) }),
  );
  return CHECKS.filter(({ name }) => checks.includes(name)).flatMap((check) => {
    const signal = check.run(input);
    return signal === null || signal.relation === 'supports' || signal.strength < 0.3 ? [] : [check.name];
  });
};

describe('a rule speaks against claims of its own act', () => {
  it.each<[string, Language?]>([
    ['Saver berths can be moved.'],
    ['You can move a saver berth.'],
    ['Storage outside the season is refunded.'],
    ['A berth by the pier is guaranteed.'],
    ['Les pontons économiques peuvent être déplacés.', 'fr'],
  ])('%s', async (claim, lang = 'en') => {
    expect(await saidAgainst(OPPOSING, claim, lang)).not.toEqual([]);
  });
});

describe('a rule says nothing', () => {
  it.each<[why: string, claim: string, lang?: Language]>([
    ['of what only names its thing', 'Your boat lies in a saver berth.'],
    ['of a line with a label', 'Berth: saver'],
    ['of one case, where it lets something be done in general', 'I am unable to end this mooring.'],
    ['of what has happened', 'The mooring was not ended by the club.'],
    ['of another act on the same thing', 'Changes apply to all saver berths of the booking.'],
    ['by a heading', 'This mooring cannot be changed.'],
    ['of what stands in another sentence', 'The harbour master can help with that.'],
    ['of what holds from some time on', 'Saver berths can be booked no longer.'],
    ['of what is over', 'You can no longer book a mooring.'],
    ['by the example behind “e.g.”', 'Moving a fin can only be done once.'],
    ['of a month that is spelt like a permission', 'Saver berth from May 20.'],
    ['de ce qui nomme seulement sa chose', 'Votre bateau est sur un ponton économique.', 'fr'],
  ])('%s: %s', async (_why, claim, lang = 'en') => {
    expect(await saidAgainst(OPPOSING, claim, lang)).toEqual([]);
  });
});

it('a denied promise is opposed to a promise, not to what is so without one', async () => {
  expect(await saidAgainst(['opposed-clause'], 'A berth by the pier is guaranteed.')).not.toEqual([]);
  expect(await saidAgainst(['opposed-clause'], 'Guests get a berth by the pier.')).toEqual([]);
});

describe('figures of the customer’s case', () => {
  it.each([
    'Total for your nights: $276',
    'Difference: $276 - $155 = $121',
    'Option 2 comes to $397.',
    'I see 6 nights on your account.',
  ])('are not for the policy to know: %s', async (claim) => {
    expect(await saidAgainst(COUNTING, claim, 'en', [BOOKING])).toEqual([]);
  });

  it.each(['The guest fee is $35 a night.', 'There is a late fee of $90.', 'The key deposit is $65.'])(
    'are no rules: %s',
    async (claim) => {
      expect(await saidAgainst(COUNTING, claim, 'en', [BOOKING])).not.toEqual([]);
    },
  );

  it.each(['A guest pays $50 a night.', 'The price for a guest is $50 a night.'])(
    'are not verified by a number of another rule: %s',
    async (claim) => {
      const verdict = await verifyClaim(
        claimOf(claim),
        inputOf(index, { case_facts: caseFactsOf([BOOKING], index) }),
      );
      expect(verdict.band).not.toBe('verified');
    },
  );
});
