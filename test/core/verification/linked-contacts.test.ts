import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { verifyClaim } from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({
    'policies/town.md':
      '# Town desks\n\n## Allotments\n\nRent an allotment by 15 May on our [allotment page](https://www.town.example/allotments/2026).\n\n## Parking permits\n\nApply for a parking permit on the [permit page][permits] or ring [the permit office](tel:+33144556677).\n\n## Fees\n\nSee [the fees](fees.md) and [below](#fees).\n\n[permits]: https://www.town.example/permits\n',
    'policies/bibliotheque.fr.md':
      '# Bibliothèque\n\nRéservez une salle sous 10 jours sur la [page des salles](https://biblio.example/salles) ou par [courriel](mailto:Salles@biblio.example?subject=Salle).\n',
  });
});

const judged = (text: string, lang: Language = 'en') => verifyClaim(claimOf(text, { lang }), inputOf(index));

interface Said {
  claim: string;
  lang?: Language;
}

describe('where the links of a policy lead', () => {
  it.each<Said>([
    {
      claim: 'Rent an allotment by 15 May on our [allotment page](https://www.town.example/allotments/2026).',
    },
    { claim: 'You can rent an allotment by 15 May at https://www.town.example/allotments/2026.' },
    { claim: 'You can rent an allotment by 15 May at town.example.' },
    { claim: 'Apply for a parking permit on the [permit page](https://www.town.example/permits).' },
    { claim: 'Ring the permit office on +33 1 44 55 66 77.' },
    {
      claim: 'Réservez une salle sous 10 jours sur la [page des salles](https://biblio.example/salles).',
      lang: 'fr',
    },
    { claim: 'Réservez une salle sous 10 jours sur biblio.example.', lang: 'fr' },
    { claim: 'Réservez une salle sous 10 jours par courriel à salles@biblio.example.', lang: 'fr' },
  ])('can be told: $claim', async ({ claim, lang }) => {
    expect(await judged(claim, lang)).toMatchObject({ label: 'supported', band: 'verified', findings: [] });
  });

  it.each<Said>([
    { claim: 'Rent an allotment by 15 May on our [allotment page](https://fake.example/allotments/2026).' },
    { claim: 'You can rent an allotment by 15 May at https://www.town.example/allotments/2025.' },
    { claim: 'Ring the permit office on +33 1 44 55 66 78.' },
    { claim: 'You find the fees at https://town.example/fees.md.' },
    {
      claim: 'Réservez une salle sous 10 jours sur la [page des salles](https://faux.example/salles).',
      lang: 'fr',
    },
    { claim: 'Réservez une salle sous 10 jours par courriel à livres@biblio.example.', lang: 'fr' },
  ])('is not what no link leads to: $claim', async ({ claim, lang }) => {
    const { band, findings } = await judged(claim, lang);
    expect(band).toBe('failing');
    expect(findings[0]?.message).toContain('No policy names the contact');
  });

  it('is not another desk’s', async () => {
    const { band, findings } = await judged('You can rent an allotment at https://www.town.example/permits.');
    expect(band).not.toBe('verified');
    expect(findings[0]?.message).toContain('is not the contact for');
  });

  it.each<Said>([
    { claim: 'You can rent an allotment by 20 May at https://www.town.example/allotments/2026.' },
    { claim: 'Réservez une salle sous 12 jours sur biblio.example.', lang: 'fr' },
  ])('bears out nothing else: $claim', async ({ claim, lang }) => {
    expect((await judged(claim, lang)).band).not.toBe('verified');
  });
});
