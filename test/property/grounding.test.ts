import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyClaim } from '../../src/core/verification/index.js';
import type { Language } from '../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from '../core/verification/support.js';

/** A clause with one number, in words that are put together anew for every run. */
interface Clause {
  lang: Language;
  thing: string;
  say: (number: number) => string;
  number: number;
}

const THINGS = {
  en: ['kayak', 'night pass', 'locker', 'violin', 'garden plot', 'helmet', 'projector', 'storage box'],
  fr: ['canoë', 'vélo', 'casier', 'violon', 'potager', 'casque', 'projecteur', 'carton'],
};
const SAYINGS: Record<Language, ((thing: string, number: number) => string)[]> = {
  en: [
    (thing, n) => `A ${thing} must be returned within ${n} days of collection.`,
    (thing, n) => `The rental of a ${thing} costs ${n} euros a week.`,
    (thing, n) => `You may cancel the booking of a ${thing} up to ${n} hours before it begins.`,
    (thing, n) => `A member may rent at most ${n} units of the ${thing} at once.`,
    (thing, n) => `The deposit for a ${thing} is ${n} euros.`,
  ],
  fr: [
    (thing, n) => `Un ${thing} doit être rendu dans les ${n} jours qui suivent le retrait.`,
    (thing, n) => `La location d'un ${thing} coûte ${n} euros par semaine.`,
    (thing, n) => `La caution pour un ${thing} est de ${n} euros.`,
  ],
};

const clausesIn = (lang: Language, from: number, to: number): fc.Arbitrary<Clause[]> =>
  fc
    .tuple(
      fc.shuffledSubarray(THINGS[lang].slice(from, to), { minLength: 2 }),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 3, max: 90 })), { minLength: 4, maxLength: 4 }),
    )
    .map(([things, choices]) =>
      things.flatMap((thing, i): Clause[] => {
        const [which, number] = choices[i % choices.length] ?? [0, 3];
        const say = SAYINGS[lang][which % SAYINGS[lang].length];
        return say === undefined ? [] : [{ lang, thing, number, say: (n) => say(thing, n) }];
      }),
    );

/** Clauses of one operator, and others about things that it does not speak of. */
const bases = fc
  .constantFrom<Language>('en', 'fr')
  .chain((lang) => fc.record({ own: clausesIn(lang, 0, 4), irrelevant: clausesIn(lang, 4, 8) }));

const documentOf = (clauses: readonly Clause[]): string =>
  `# ${clauses[0]?.lang === 'fr' ? 'Règles' : 'Rules'}\n\n${clauses.map((clause) => clause.say(clause.number)).join('\n\n')}\n`;

const verdictOf = async (text: string, lang: Language, documents: Record<string, string>) =>
  await verifyClaim(claimOf(text, { lang }), inputOf(await indexOf(documents)));

const RUNS = { numRuns: 40 };

describe('whatever an operator rents out', () => {
  it('a clause in force, given as an answer, is verified', async () => {
    await fc.assert(
      fc.asyncProperty(bases, async ({ own, irrelevant }) => {
        const documents = { 'policies/own.md': documentOf(own), 'policies/other.md': documentOf(irrelevant) };
        for (const clause of own) {
          const verdict = await verdictOf(clause.say(clause.number), clause.lang, documents);
          expect(verdict).toMatchObject({ label: 'supported', band: 'verified' });
        }
      }),
      RUNS,
    );
  });

  it('a clause with its number changed is never verified, whatever irrelevant clauses say', async () => {
    await fc.assert(
      fc.asyncProperty(bases, fc.integer({ min: 1, max: 40 }), async ({ own, irrelevant }, more) => {
        const alone = { 'policies/own.md': documentOf(own) };
        for (const clause of own) {
          const claim = clause.say(clause.number + more);
          expect((await verdictOf(claim, clause.lang, alone)).band).not.toBe('verified');
          const agreeing = irrelevant.map((other) => ({ ...other, number: clause.number + more }));
          const among = { ...alone, 'policies/other.md': documentOf(agreeing) };
          expect((await verdictOf(claim, clause.lang, among)).band).not.toBe('verified');
        }
      }),
      RUNS,
    );
  });

  it('irrelevant evidence never makes a contradicted claim supported', async () => {
    await fc.assert(
      fc.asyncProperty(bases, fc.integer({ min: 1, max: 40 }), async ({ own, irrelevant }, more) => {
        const alone = { 'policies/own.md': documentOf(own) };
        const among = { ...alone, 'policies/other.md': documentOf(irrelevant) };
        for (const clause of own) {
          const claim = clause.say(clause.number + more);
          const before = await verdictOf(claim, clause.lang, alone);
          if (before.label !== 'contradicted') continue;
          expect((await verdictOf(claim, clause.lang, among)).label).not.toBe('supported');
        }
      }),
      RUNS,
    );
  });
});
