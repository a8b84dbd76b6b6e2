import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, readClaim, type Signal } from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({
    'knowledge/stops.csv':
      'stop,zone,tool corner\nElm Cross,Green Belt,yes\nHarbour Point,Amber Shore,no\nMill Lane,Green Belt,no\n',
    'knowledge/bike_fees.csv':
      'zone,bike_online_gbp,bike_on_board_gbp\nGreen Belt,4,6\nAmber Shore,7,9\nInner Ring,3,5\n',
    'knowledge/day_passes.csv': 'zones,adult_gbp,family_gbp\n1,5,12\n2,8,19\nAll zones,14,33\n',
    'knowledge/limits.csv':
      'limit,Basic,Max\nPayments in one day,150,900\nPayment to another member,80,400\nCash taken out per day,60,300\n',
  });
});

interface Said {
  claim: string;
  question?: string;
  lang?: Language;
}

/** Under this a signal is a guess by words in common. */
const TELLS_MIN = 0.46;

const signalOf = async (
  check: string,
  { claim, question, lang = 'en' }: Said,
): Promise<Signal['relation'] | null> => {
  const input = await readClaim(claimOf(claim, { lang, question: question ?? null }), {
    ...inputOf(index),
  });
  const signal = CHECKS.find(({ name }) => name === check)?.run(input) ?? null;
  return signal === null || signal.strength < TELLS_MIN ? null : signal.relation;
};

describe('a row that another table leads to', () => {
  it.each<Said>([
    {
      claim: 'Booked online, the bike costs you £4.',
      question: 'I ride to Harbour Point, how much is a bike?',
    },
    {
      claim: 'Réservé en ligne, le vélo vous coûte 4 £.',
      question: 'Je vais à Harbour Point, combien pour un vélo ?',
      lang: 'fr',
    },
  ])('speaks against another row’s value: $claim', async (said) => {
    expect(await signalOf('table', said)).toBe('contradicts');
  });

  it('bears out its own value', async () => {
    expect(
      await signalOf('table', {
        claim: 'Booked online, the bike costs you £7.',
        question: 'I ride to Harbour Point, how much is a bike?',
      }),
    ).toBe('supports');
  });

  it.each<Said>([
    {
      claim: 'Booked online, the bike costs you £4.',
      question: 'I ride from Elm Cross to Harbour Point, how much is a bike?',
    },
    {
      claim: 'In the Green Belt the bike costs you £4 online.',
      question: 'I ride to Harbour Point, how much is a bike?',
    },
  ])('is not meant where two lead elsewhere or the claim names another: $claim', async (said) => {
    expect(await signalOf('table', said)).not.toBe('contradicts');
  });
});

describe('a number that stands in another place that may be meant', () => {
  it.each<Said>([
    {
      claim: 'With Basic a single payment can be up to £80.',
      question: 'What can I pay another member on Basic?',
    },
    { claim: 'Max allows £300 a day in cash.' },
    { claim: 'In the Amber Shore a bike is £7 instead of £9.' },
    { claim: 'Vers Amber Shore, le vélo coûte 7 £ au lieu de 9 £ à bord.', lang: 'fr' },
  ])('is not spoken against: $claim', async (said) => {
    expect(await signalOf('table', said)).not.toBe('contradicts');
  });

  it('is spoken against in the row and column that the claim names', async () => {
    expect(await signalOf('table', { claim: 'A bike online in the Amber Shore is £4.' })).toBe('contradicts');
  });
});

describe('a column of yes and no', () => {
  it.each<Said>([
    { claim: 'Bring your own tool, as Harbour Point has no tool corner.' },
    { claim: 'No fee is asked for a tool corner at Elm Cross.' },
    { claim: 'The price is the same at Harbour Point, even with a tool corner.' },
    { claim: 'À Harbour Point, le prix reste le même, même avec un tool corner.', lang: 'fr' },
  ])('does not speak against what denies it, or something else: $claim', async (said) => {
    expect(await signalOf('table', said)).not.toBe('contradicts');
  });

  it.each<Said>([
    { claim: 'Harbour Point has a tool corner.' },
    { claim: 'There is no tool corner at Elm Cross.' },
  ])('speaks against the reverse: $claim', async (said) => {
    expect(await signalOf('table', said)).toBe('contradicts');
  });
});

describe('a sum', () => {
  it('is none where the count names a row', async () => {
    expect(await signalOf('arithmetic', { claim: 'The family pass for two zones is £19.' })).not.toBe(
      'contradicts',
    );
  });

  it('is told in the future tense in French', async () => {
    const said = (result: string): Said => ({
      claim: `Avec 42 € moins 15 € de frais, vous toucherez ${result}.`,
      lang: 'fr',
    });
    expect(await signalOf('arithmetic', said('29 €'))).toBe('contradicts');
    expect(await signalOf('arithmetic', said('27 €'))).not.toBe('contradicts');
  });
});
