import { describe, expect, it } from 'vitest';
import { readClaim } from '../../../../src/core/verification/index.js';
import { encode, networkText } from '../../../../src/core/verification/network/index.js';
import { claimOf, indexOf, inputOf } from '../support.js';

const textOf = async (policy: string, claim: string, lang: 'en' | 'fr' = 'en') => {
  const index = await indexOf({ 'policies/a.md': `# Tents\n\n${policy}\n` });
  return networkText(await readClaim(claimOf(claim, { lang }), inputOf(index)));
};

const numbersOf = ({ keys, values }: { keys: readonly string[]; values: readonly (number | null)[] }) =>
  keys.flatMap((key, i) => (values[i] === null ? [] : [[key, values[i]]]));

describe('what the network reads', () => {
  it.each([
    ['Tents go back within 14 days.', 'You have two weeks to bring your tent back.', 'en'],
    ['Tents go back within 14 days.', 'A tent is due back after a fortnight.', 'en'],
    ['Les tentes sont à rendre sous 14 jours.', 'Vous avez deux semaines pour rendre la tente.', 'fr'],
  ] as const)('has a number told in words as a number: %s %s', async (policy, claim, lang) => {
    const text = await textOf(policy, claim, lang);
    const hours = ['#duration', 14 * 24];
    expect(numbersOf(text.claim)).toEqual([hours]);
    expect(numbersOf(text.passages[0]?.words ?? { keys: [], values: [] })).toEqual([hours]);
  });

  it('has as many traits as words on both sides', async () => {
    const text = await textOf('Tents may not be lent to children.', 'Children cannot borrow a tent.');
    const { traits, ids, passages } = encode(text, new Map());
    expect(traits).toHaveLength(ids.length);
    for (const passage of passages) expect(passage.traits).toHaveLength(passage.ids.length);
  });

  it('tells a number that the policy has from one that stands nowhere', async () => {
    const policy = 'A tent costs EUR 30 a week.';
    const traitsOfNumber = async (claim: string) => {
      const { traits, values } = (await textOf(policy, claim)).claim;
      return traits[values.findIndex((value) => value !== null)];
    };
    expect(await traitsOfNumber('A tent is EUR 30 a week.')).not.toBe(
      await traitsOfNumber('A tent is EUR 47 a week.'),
    );
  });

  it('has the passages in the order of the search, and how well each was found beside the first', async () => {
    const index = await indexOf({
      'policies/a.md':
        '# Lessons\n\nTwo hours of night driving come before the test.\n\n## Guests\n\nA friend may sit in the back once. Friends sit still.\n',
    });
    const question = 'My test is planned and I have done no night driving. Does it matter?';
    const input = await readClaim(claimOf('You cannot sit it yet.', { question }), inputOf(index));
    const searched = [...input.evidence].sort((a, b) => b.retrieval - a.retrieval);
    expect(input.evidence[0]?.passage.text).toContain('sit');
    expect(searched[0]?.passage.text).toContain('night driving');
    const { passages } = networkText(input);
    expect(passages.map(({ coverage }) => coverage)).toEqual(
      searched.slice(0, 3).map(({ coverage }) => coverage),
    );
    const found = passages.map((passage) => passage.found);
    expect(found[0]).toBe(1);
    expect(found).toEqual([...found].sort((a, b) => b - a));
  });
});
