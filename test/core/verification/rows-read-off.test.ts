import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { verifyClaim } from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({
    'knowledge/locker_fees.csv':
      'zone,locker,included_bags,deposit_cad\nEurope,Basic,0,20\nEurope,Grand,1,45\nCanada,Basic,0,15\nCanada,Grand,2,30\n',
  });
});

interface Row {
  name: string;
  claim: string;
  lang?: Language;
}

describe('a row that names a column', () => {
  it.each<Row>([
    { name: 'whose cell is zero', claim: 'With Basic, a bag is included in Europe.' },
    {
      name: 'whose cell is zero, in French',
      claim: 'En Basic, un bagage est inclus vers l’Europe.',
      lang: 'fr',
    },
  ])('bears out no claim that it is so: $name', async ({ claim, lang = 'en' }) => {
    const verdict = await verifyClaim(claimOf(claim, { lang }), inputOf(index));
    expect(verdict.band).not.toBe('verified');
  });

  it('bears out its value', async () => {
    const verdict = await verifyClaim(
      claimOf('The deposit for a Grand locker in Europe is CAD 45.'),
      inputOf(index),
    );
    expect(verdict.band).toBe('verified');
  });
});

describe('two rows that are both named', () => {
  const said = async (claim: string): Promise<string> =>
    (await verifyClaim(claimOf(claim), inputOf(index))).band;

  it('do not speak against the number of each', async () => {
    expect(await said('In Europe the deposit is CAD 20 for Basic and CAD 45 for Grand.')).not.toBe('failing');
  });

  it.each([
    'In Europe the deposit is CAD 45 for Basic and CAD 45 for Grand.',
    'In Europe the deposit is CAD 45 for Basic and Grand.',
  ])('bear out no number that one of them has not: %s', async (claim) => {
    expect(await said(claim)).not.toBe('verified');
  });
});
