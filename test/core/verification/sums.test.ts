import { describe, expect, it } from 'vitest';
import { readClaim, verifyClaim } from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { fixtureLines } from '../../support/fixture-json.js';
import { claimOf, indexOf, inputOf } from './support.js';

interface SumCase {
  name: string;
  lang?: Language;
  policy: string;
  claim: string;
  /** Words of an operand that the sum uses; null where no sum gives the number. */
  words: string | null;
}

const derivationsOf = async ({ lang = 'en', policy, claim }: Pick<SumCase, 'lang' | 'policy' | 'claim'>) => {
  const index = await indexOf({
    'policies/rules.md': `---\ntitle: Rules\nlang: ${lang}\n---\n# Rules\n\n${policy}\n`,
  });
  const { quantities } = await readClaim(claimOf(claim, { lang }), inputOf(index));
  return quantities.flatMap(({ derived }) => (derived === null ? [] : [derived]));
};

describe('how a number follows from the policies and from what is given', () => {
  it.each(fixtureLines<SumCase>('cases/sums.jsonl'))('$name', async ({ words, ...given }) => {
    const derivations = await derivationsOf(given);
    if (words === null) expect(derivations).toEqual([]);
    else expect(derivations.map((derived) => derived.words).join('; ')).toContain(words);
  });

  it('is taken from the value that the claim names, where several give it', async () => {
    const [derived] = await derivationsOf({
      policy: 'A locker costs EUR 6 a day. A towel costs EUR 3 a day. A towel set of two is EUR 6.',
      claim: 'A locker for four days costs EUR 24.',
    });
    expect(derived?.operands.map(({ text }) => text)).toEqual(['EUR 6 a day']);
  });

  it('cites the clause that it follows from, though it has another number', async () => {
    const index = await indexOf({ 'policies/rules.md': '# Rules\n\nA locker costs EUR 6 a day.\n' });
    const { evidence } = await verifyClaim(claimOf('A locker for four days costs EUR 24.'), inputOf(index));
    expect(evidence).toContainEqual(
      expect.objectContaining({ relation: 'supports', quote: 'A locker costs EUR 6 a day.' }),
    );
  });

  it('needs a value of the policies', async () => {
    expect(
      await derivationsOf({
        policy: 'Tickets are sold at the desk.',
        claim: 'Two tickets of EUR 7 cost EUR 14.',
      }),
    ).toEqual([]);
  });

  it('goes on from what the answer said before, which proves nothing by itself', async () => {
    const index = await indexOf({ 'policies/rules.md': '# Rules\n\nA locker costs EUR 6 a day.\n' });
    const claim = claimOf('The EUR 60 is paid at the desk.');
    const said = { ...claim, context: { ...claim.context, antecedents: ['A locker costs EUR 60 a day.'] } };
    const { quantities } = await readClaim(said, inputOf(index));
    expect(quantities.map(({ is_premise }) => is_premise)).toEqual([false]);
  });
});
