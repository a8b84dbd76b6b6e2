import { describe, expect, it } from 'vitest';
import { lexiconEntries, relationData } from '../../../src/core/lexicon/index.js';
import {
  lintLanguages,
  lintNumberWords,
  lintPhrases,
  lintRelations,
} from '../../../src/core/lexicon/lint-lexicon.js';

const LANGUAGES = ['en', 'fr'] as const;
const KNOWN = new Set(LANGUAGES.flatMap((lang) => lexiconEntries(lang).map(({ concept }) => concept)));

describe('the lexicon as written', () => {
  it.each(LANGUAGES)('leads every phrase to its one concept: %s', (lang) => {
    expect(lintPhrases(lang)).toEqual([]);
  });

  it.each(LANGUAGES)('claims no number word by a stem, as an adverb would: %s', (lang) => {
    expect(lintNumberWords(lang)).toEqual([]);
  });

  it('has words in both languages for every concept', () => {
    expect(lintLanguages()).toEqual([]);
  });

  it('has no contradiction in its relations', () => {
    expect(lintRelations(relationData(), KNOWN)).toEqual([]);
  });
});

describe('lintRelations', () => {
  const known = new Set(['act.open', 'act.close', 'bag.bag', 'bag.suitcase']);
  it.each([
    {
      name: 'a concept that is its own opposite',
      opposites: ['act.open | act.open'],
      kinds: {},
      kind: 'own-opposite',
    },
    {
      name: 'an opposite of its own kind',
      opposites: ['bag.bag | bag.suitcase'],
      kinds: { 'bag.bag': 'bag.suitcase' },
      kind: 'opposite-of-its-kind',
    },
    {
      name: 'kinds in a circle',
      opposites: [],
      kinds: { 'bag.bag': 'bag.suitcase', 'bag.suitcase': 'bag.bag' },
      kind: 'cycle',
    },
    {
      name: 'a pair listed both ways',
      opposites: ['act.open | act.close', 'act.close | act.open'],
      kinds: {},
      kind: 'said-twice',
    },
    {
      name: 'a concept without words',
      opposites: ['act.open | act.shut'],
      kinds: {},
      kind: 'unknown-concept',
    },
    {
      name: 'opposites that are called alike',
      opposites: ['act.open | act.close'],
      kinds: {},
      alike: ['bag.bag | act.close | act.open'],
      kind: 'alike-and-opposite',
    },
    {
      name: 'an alike concept without words',
      opposites: [],
      kinds: {},
      alike: ['act.open | act.unseal'],
      kind: 'unknown-concept',
    },
  ])('finds $name', ({ opposites, kinds, alike = [], kind }) => {
    const found = lintRelations({ opposites, kinds: kinds as Record<string, string>, alike }, known);
    expect(found.map((problem) => problem.kind)).toContain(kind);
  });
});
