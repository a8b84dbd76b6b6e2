import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import {
  buildVocabulary,
  detectLanguage,
  EMPTY_VOCABULARY,
  readText,
} from '../../../src/core/reading/index.js';
import { mayHoldName, readNames } from '../../../src/core/reading/names.js';
import { tokenise } from '../../../src/core/reading/tokenise.js';

/** What names, codes and what stands before them are made of. */
const PIECES = [
  ...[
    'A',
    'The',
    "l'",
    'Air',
    'x',
    'É',
    'é',
    '-',
    '/',
    '.',
    ' ',
    '  ',
    '\n',
    '12',
    '4',
    'Canada',
    'IATA',
    'Ω',
    '²',
  ],
  ...[
    '3 p.m.',
    '10h30',
    '24/7',
    '2026-03-01',
    '1 200 000 000 000 000 000',
    'a@b.c-',
    'www.x',
    'b.com/c*',
    'kg',
  ],
  ...[
    'https://a.b/c-',
    '(514) 555-1234',
    '+1 514 555 1234',
    '’',
    '\u2003',
    '•',
    '«',
    '|',
    '*',
    'iPhone',
    '&',
    '$',
  ],
];

describe('names and contacts', () => {
  it('no text holds a name that one look says it cannot hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }),
        fc.constantFrom('en' as const, 'fr' as const),
        (pieces, lang) => {
          const text = pieces.join('');
          const names = readNames(tokenise(text, lang), text, EMPTY_VOCABULARY);
          expect(names.length === 0 || mayHoldName(text)).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each(['Refunds take a week. Passengers wait.', 'It costs 30 dollars (or 25 euros).'])(
    'a capital that opens a sentence and a plain number are no names: %s',
    (text) => expect(mayHoldName(text)).toBe(false),
  );

  it.each([
    ['a name inside a sentence', 'Ask at the Harbour Desk for help.', ['Harbour Desk']],
    ['no name at the start of a sentence', 'Refunds take a week. Passengers wait.', []],
    ['a form code', 'Fill in form T-12.', ['T-12']],
    ['months and weekdays are no names', 'Open on Monday and in March 2026.', []],
  ])('reads %s', (_name, text, expected) => {
    expect(readText(text, 'en', EMPTY_VOCABULARY).names).toEqual(expected);
  });

  it.each([
    ['You pay at the desk.', 'en', []],
    ['All guests pay at the desk.', 'en', []],
    ['Les clients paient à la caisse.', 'fr', []],
    ['Swiftcard holders pay at the desk.', 'en', ['Swiftcard']],
  ] as const)(
    'reads no grammar as a name, whatever a policy defines or heads: %s',
    async (text, lang, names) => {
      const policy =
        '# Who pays\n\n## All\n\n**You** are the guest, **Les** is a town, **Swiftcard** a card.\n';
      const { snapshot } = await buildSnapshot('test', [{ source: 'policies/pay.md', text: policy }]);
      expect(readText(text, lang, buildVocabulary(snapshot)).names).toEqual(names);
    },
  );

  it.each([
    ['a telephone number', 'Call 1-800-555-0168.', [{ kind: 'phone', value: '18005550168' }]],
    ['a number with brackets', 'Call (514) 555-0199 now.', [{ kind: 'phone', value: '5145550199' }]],
    ['an international number', 'Call +33 1 23 45 67 89.', [{ kind: 'phone', value: '33123456789' }]],
    ['an e-mail address', 'Write to Help@Example.com.', [{ kind: 'email', value: 'help@example.com' }]],
    ['a URL', 'See https://www.example.com/Refunds.', [{ kind: 'url', value: 'www.example.com/refunds' }]],
    ['a bare domain', 'See example.com/help for more.', [{ kind: 'url', value: 'example.com/help' }]],
    ['no contact in a price', 'It costs 1 200 000 points or $1,234,567.', []],
  ])('reads %s', (_name, text, expected) => {
    expect(readText(text, 'en', EMPTY_VOCABULARY).contacts).toEqual(expected);
  });
});

describe('detectLanguage', () => {
  it.each([
    ['Refunds are paid within 30 days.', 'en'],
    ['Le remboursement est versé dans les 30 jours.', 'fr'],
    ["Oui, c'est possible jusqu'à la veille.", 'fr'],
    ['You can take the vol 482 to Montréal.', 'en'],
    ['12345', null],
    ['', null],
  ] as const)('%s → %s', (text, expected) => {
    expect(detectLanguage(text)).toBe(expected);
  });
});
