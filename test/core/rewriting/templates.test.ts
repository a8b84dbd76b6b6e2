import { expect, it } from 'vitest';
import { clausesGivenBack } from '../../../src/core/rewriting/index.js';
import { REWRITE_TEMPLATES } from '../../../src/core/rewriting/templates.js';

const clause = { quote: 'Dogs ride free.', title: 'Pets', section: '2. “Small” pets' };

it.each([
  { name: 'an English clause', text: REWRITE_TEMPLATES.en.clause({ ...clause, section: '2' }) },
  {
    name: 'an English clause above the first section',
    text: REWRITE_TEMPLATES.en.clause({ ...clause, section: 'Pets' }),
  },
  { name: 'a French clause', text: REWRITE_TEMPLATES.fr.clause(clause) },
  {
    name: 'a clause of another language',
    text: REWRITE_TEMPLATES.fr.foreignClause({ ...clause, values: '', quoteLanguage: 'anglais' }),
  },
  { name: 'an English row', text: REWRITE_TEMPLATES.en.row({ table: 'Fees', cells: 'Dogs ride free' }) },
  {
    name: 'an English row of a policy',
    text: REWRITE_TEMPLATES.en.policyRow({ title: 'Pets', section: '2. Fees', cells: 'Dogs ride free' }),
  },
  {
    name: 'a French row of a policy',
    text: REWRITE_TEMPLATES.fr.policyRow({ title: 'Animaux', section: '2. Frais', cells: 'Dogs ride free' }),
  },
  { name: 'a French row', text: REWRITE_TEMPLATES.fr.row({ table: 'Frais', cells: 'Dogs ride free' }) },
])('clausesGivenBack finds $name', ({ text }) => {
  expect(
    clausesGivenBack(`I am sorry. ${text}. Anything else?`).map((found) => found.replace(/\.$/, '')),
  ).toEqual(['Dogs ride free']);
});

it.each(['en', 'fr'] as const)('a text above its first section is named once (%s)', (lang) => {
  const { clause: given, citation } = REWRITE_TEMPLATES[lang];
  const place = { title: 'Pets', section: 'Pets' };
  expect(given({ ...clause, ...place })).toMatch(/\(Pets\)$/);
  expect(citation(place)).toBe('(Pets)');
});
