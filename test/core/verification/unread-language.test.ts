import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { verifyClaim } from '../../../src/core/verification/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

const CLAUSES = [
  'Sie können eine Erstattung innerhalb von 24 Stunden nach der Buchung verlangen.',
  'Die Bearbeitungsgebühr beträgt 50 EUR je Ticket.',
  'Nach Reiseantritt wird kein Ticket erstattet, es sei denn, der Flug fällt aus.',
  'Gepäck bis 23 kg ist in allen Tarifen enthalten.',
];
const TEXT = `# Erstattung\n\n${CLAUSES.join('\n')}\n`;

describe.each([
  { name: 'marked as German', text: `---\nlang: de\n---\n${TEXT}` },
  { name: 'that nobody marked', text: TEXT },
])('against a German policy $name', ({ text }) => {
  let index: KnowledgeIndex;
  beforeAll(async () => {
    index = await indexOf({ 'policies/erstattung.md': text });
  });
  const verdictOf = async (claim: string, lang: 'en' | 'fr') =>
    await verifyClaim(claimOf(claim, { lang }), inputOf(index));

  it.each([
    {
      name: 'a denial of what is allowed',
      claim: 'Sie können keine Erstattung innerhalb von 24 Stunden nach der Buchung verlangen.',
    },
    {
      name: 'another order of events',
      claim: 'Sie können eine Erstattung innerhalb von 24 Stunden vor der Buchung verlangen.',
    },
    {
      name: 'a duty in place of a right',
      claim: 'Sie müssen eine Erstattung innerhalb von 24 Stunden nach der Buchung verlangen.',
    },
    { name: 'what is denied as said', claim: 'Nach Reiseantritt wird ein Ticket erstattet.' },
    { name: 'a clause without its exception', claim: 'Nach Reiseantritt wird kein Ticket erstattet.' },
    {
      name: 'another unit',
      claim: 'Sie können eine Erstattung innerhalb von 24 Tagen nach der Buchung verlangen.',
    },
    { name: 'another thing', claim: 'Die Bearbeitungsgebühr beträgt 50 EUR je Buchung.' },
    { name: 'a translation', claim: 'The processing fee is 50 EUR per ticket.' },
  ])('$name is never verified', async ({ claim }) => {
    for (const lang of ['en', 'fr'] as const)
      expect((await verdictOf(claim, lang)).band).not.toBe('verified');
  });

  it('a claim in its very words is verified', async () => {
    for (const clause of CLAUSES)
      for (const lang of ['en', 'fr'] as const)
        expect(await verdictOf(clause, lang)).toMatchObject({ label: 'supported', band: 'verified' });
  });

  it('another amount is held against it', async () => {
    expect(await verdictOf('Die Bearbeitungsgebühr beträgt 80 EUR je Ticket.', 'en')).toMatchObject({
      label: 'contradicted',
      findings: [{ kind: 'money' }],
    });
  });
});
