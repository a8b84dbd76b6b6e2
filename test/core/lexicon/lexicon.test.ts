import { describe, expect, it } from 'vitest';
import {
  isKindOf,
  isOpposite,
  lexiconEntries,
  lexiconOf,
  relationData,
  stemWord,
} from '../../../src/core/lexicon/index.js';

const LANGUAGES = ['en', 'fr'] as const;
const concepts = (lang: 'en' | 'fr') => new Set(lexiconEntries(lang).map(({ concept }) => concept));
/** French alone needs the first half of "ne … pas". */
const ONE_LANGUAGE = new Set(['neg.ne']);

describe('the lexicon', () => {
  it.each(LANGUAGES)('gives a phrase to one concept only: %s', (lang) => {
    expect(lexiconOf(lang).clashes).toEqual([]);
  });

  it('has every concept in both languages', () => {
    const english = concepts('en');
    const french = concepts('fr');
    const oneSided = [...english, ...french].filter(
      (concept) => !english.has(concept) || !french.has(concept),
    );
    expect(oneSided.filter((concept) => !ONE_LANGUAGE.has(concept))).toEqual([]);
  });

  it.each(LANGUAGES)('holds 1,500 words or more: %s', (lang) => {
    expect(lexiconEntries(lang).length).toBeGreaterThan(1500);
  });

  it('names only known concepts in its relations', () => {
    const known = new Set([...concepts('en'), ...concepts('fr')]);
    const { opposites, kinds } = relationData();
    const named = [
      ...opposites.flatMap((pair) => pair.split(' | ')),
      ...Object.values(kinds).flatMap((children) => children.split(', ')),
    ];
    expect(named.filter((concept) => !known.has(concept))).toEqual([]);
  });

  it('makes no concept its own opposite, and opposites hold both ways', () => {
    for (const pair of relationData().opposites) {
      const [a = '', b = ''] = pair.split(' | ');
      expect(a).not.toBe(b);
      expect([isOpposite(a, b), isOpposite(b, a)]).toEqual([true, true]);
    }
  });

  it('has no cycle in its kinds and no opposite among them', () => {
    for (const [parent, children] of Object.entries(relationData().kinds)) {
      for (const child of children.split(', ')) {
        expect(isKindOf(child, parent)).toBe(true);
        expect(isKindOf(parent, child)).toBe(false);
        expect(isOpposite(child, parent)).toBe(false);
      }
    }
  });
});

describe('stemWord', () => {
  it.each([
    { name: 'irregular English verbs', lang: 'en', words: ['pay', 'paid', 'pays'] },
    { name: 'English plurals of people', lang: 'en', words: ['child', 'children'] },
    { name: 'French verb forms', lang: 'fr', words: ['rembourser', 'remboursé', 'remboursement'] },
    { name: 'irregular French verbs', lang: 'fr', words: ['recevoir', 'reçu', 'recevrez', 'reçoit'] },
  ] as const)('joins $name', ({ lang, words }) => {
    expect(new Set(words.map((word) => stemWord(word, lang))).size).toBe(1);
  });
});
