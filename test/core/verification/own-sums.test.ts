import { describe, expect, it } from 'vitest';
import { readText } from '../../../src/core/reading/index.js';
import { readClaim, verifyClaim } from '../../../src/core/verification/index.js';
import { plainSum, type ToldText } from '../../../src/core/verification/sums/told/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

interface Told {
  claim: string;
  before?: string;
  question?: string;
}

const index = await indexOf({ 'policies/rules.md': '# Rules\n\nTickets are sold at the desk.\n' });

const textOf = (text: string, lang: Language): ToldText => ({
  text,
  quantities: readText(text, lang, index.vocabulary).quantities,
});

const sumOf = ({ claim, before, question }: Told, lang: Language) =>
  plainSum(
    textOf(claim, lang),
    before === undefined ? [] : [textOf(before, lang)],
    question === undefined ? [] : [textOf(question, lang)],
  );

describe('the sum that an answer tells by itself', () => {
  it.each<Told & { lang?: Language }>([
    { claim: 'Eight hours at €3.10 make €24.80.' },
    { claim: '£61.20 plus £4.90 for postage, so £66.10.' },
    { claim: 'The locker is €12 and the towel €5, €17 together.' },
    { claim: 'Half of the €130 is waived, which leaves €65.' },
    { claim: 'With 15% off you pay €61.20.', before: 'Six weeks come to €72.' },
    {
      claim: 'That leaves you €1,150.',
      before: 'The limit is €4,000 a month.',
      question: 'I sent €2,850 already',
    },
    { claim: 'Members save €21.', before: 'The course is €84 for members and €105 for guests.' },
    { claim: 'Three months make €57.', before: 'The place costs €19 a month.' },
    { claim: '€4.60: €1.00 for the start and twelve minutes at €0.30.' },
    { claim: 'Four weeks at £210 make £840, with the £35 enrolment fee £875.' },
    { claim: 'It is £48 for two hours, so £24 an hour.' },
    { claim: 'A season comes to €261, that is nine times €29.' },
    { claim: 'The 220 km beyond that cost 30 cents each, so €66.' },
    { claim: '12 working days for the decision and 4 more make 16 working days.' },
    { claim: 'Sur 90 €, cela fait 1,35 €.', before: 'Par lien, la boutique prend 1,5 %.', lang: 'fr' },
    { claim: '38 € et 24 € de frais font 62 €.', lang: 'fr' },
    {
      claim: 'Il vous restera 216 €.',
      before: 'La commission est de 10 %.',
      question: 'vélo vendu 240 €',
      lang: 'fr',
    },
  ])('comes out: $claim', ({ lang = 'en', ...told }) => {
    expect(sumOf(told, lang)).toMatchObject({ follows: true });
  });

  it.each<Told & { lang?: Language; words: string }>([
    { claim: 'Eight hours at €3.10 make €21.80.', words: '8 × 3.10 = 24.80' },
    { claim: '£61.20 plus £4.90 for postage, so £65.10.', words: '61.20 + 4.90 = 66.10' },
    { claim: 'The locker is €12 and the towel €5, €19 together.', words: '12 + 5 = 17' },
    { claim: 'Half of the €130 is waived, which leaves €75.', words: '50% off 130 = 65' },
    { claim: 'With 15% off you pay €66.20.', before: 'Six weeks come to €72.', words: '15% off 72 = 61.20' },
    {
      claim: 'That leaves you €1,350.',
      before: 'The limit is €4,000 a month.',
      question: 'I sent €2,850 already',
      words: '4000 − 2850 = 1150',
    },
    {
      claim: 'Members save €31.',
      before: 'The course is €84 for members and €105 for guests.',
      words: '105 − 84 = 21',
    },
    { claim: 'Three months make €51.', before: 'The place costs €19 a month.', words: '3 × 19 = 57' },
    {
      claim: 'Four weeks at £210 make £840, with the £35 enrolment fee £865.',
      words: '840 + 35 = 875',
    },
    { claim: 'A season comes to €216, that is nine times €29.', words: '9 × 29 = 261' },
    { claim: 'It is £48 for two hours, so £21 an hour.', words: '48 ÷ 2 = 24' },
    {
      claim: 'Sur 90 €, cela fait 1,90 €.',
      before: 'Par lien, la boutique prend 1,5 %.',
      lang: 'fr',
      words: '1.50% of 90 = 1.35',
    },
    { claim: '38 € et 24 € de frais font 72 €.', lang: 'fr', words: '38 + 24 = 62' },
    {
      claim: 'Il vous restera 206 €.',
      before: 'La commission est de 10 %.',
      question: 'vélo vendu 240 €',
      lang: 'fr',
      words: '10% off 240 = 216',
    },
  ])('does not come out: $claim', ({ lang = 'en', words, ...told }) => {
    expect(sumOf(told, lang)).toMatchObject({ follows: false, words });
  });

  it.each<Told>([
    { claim: 'Four hours at €1.50 make €6, which is less than the €8 day rate.' },
    { claim: 'The excess is €900 on Base, €700 on Mid and €250 on Full.' },
    { claim: 'A place costs €9 a month with Lune and €14 with Soleil.' },
    { claim: 'The card costs €29 and is sold until the day before your 26th birthday.', question: 'I am 25' },
    { claim: 'So your €52 are covered.', before: 'Taxis are paid up to €60.', question: 'the taxi was €52' },
    { claim: 'You pay between €10 and €20 in all.' },
    { claim: 'Bench: €14 | Deck chair: €22 | Cabin: €61' },
  ])('is not read into $claim', (told) => {
    expect(sumOf(told, 'en')).toBeNull();
  });

  it('speaks against the answer where it does not come out, and lets no other number do so where it does', async () => {
    const shop = await indexOf({
      'policies/rules.md':
        '# Rules\n\nA locker costs EUR 12 a week. A towel costs EUR 5. A lost key costs EUR 30.\n',
    });
    const read = (claim: string) => verifyClaim(claimOf(claim), inputOf(shop));
    const wrong = await read('A locker for a week and a towel are EUR 12 plus EUR 5, so EUR 19.');
    expect(wrong.label).toBe('contradicted');
    expect(wrong.findings.map(({ message }) => message).join(' ')).toContain('12 + 5 = 17');
    const right = await read('A locker for a week and a towel are EUR 12 plus EUR 5, so EUR 17.');
    expect(right.label).not.toBe('contradicted');
  });

  it('is not held against a total of other rows that the answer says how it is made', async () => {
    const claim = claimOf('That makes EUR 7.80.', { question: 'A small crate or a large one, to zone A?' });
    const said = {
      ...claim,
      context: { ...claim.context, antecedents: ['The fee of EUR 4.00 comes on top of EUR 3.80.'] },
    };
    const { quantities } = await readClaim(said, inputOf(index));
    expect(quantities).toHaveLength(1);
  });
});
