import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KeyForm } from '../../../src/core/retrieval/concept-forms.js';
import { formPostings, holdersOf } from '../../../src/core/retrieval/form-postings.js';
import type { LexicalIndex } from '../../../src/core/retrieval/lexical-index.js';
import { knowledgeOf } from '../../support/knowledge.js';

const WORDS = ['heron', 'otter', 'boat', 'tent', 'lodge', 'guide'];
const FILES = Object.fromEntries(
  WORDS.map((word, i) => [
    `policies/${word}.md`,
    `# The ${word}\n\nA ${word} needs a ${WORDS[(i + 2) % 6]}.\n\nNo ${WORDS[(i + 3) % 6]} for the ${word}.`,
  ]),
);

let index: LexicalIndex;
let count: number;
let keys: string[];
beforeAll(async () => {
  const { lexical, entries } = await knowledgeOf(FILES);
  [index, count] = [lexical, entries.length];
  keys = [...new Set(entries.flatMap(({ reading }) => reading.keys))];
});

describe('the passages that hold a word in any of its forms', () => {
  it('are each there once, with the form that counts most, also when they are asked for again', () => {
    const key = fc.nat({ max: 1_000 }).map((place) => keys[place % keys.length] ?? '');
    const strength = fc.constantFrom(1, 0.55, 0.35);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(key, strength), { minLength: 1, selector: ([name]) => name }),
        (drawn) => {
          const forms: KeyForm[] = drawn.sort((a, b) => b[1] - a[1]);
          const expected = new Map<number, number>();
          let held = 0;
          for (const [name, weight] of forms) {
            const { from, to } = index.postings(name) ?? { from: 0, to: 0 };
            for (let i = from; i < to; i += 1) {
              const ordinal = index.ordinals[i] ?? 0;
              if (!expected.has(ordinal)) held += Math.sqrt(weight);
              const part = Math.fround(weight * (index.parts[i] ?? 0));
              expected.set(ordinal, Math.max(expected.get(ordinal) ?? 0, part));
            }
          }
          const scratch = new Float32Array(count);
          for (const found of [1, 2].map(() => holdersOf(index, formPostings(index, forms), scratch))) {
            expect(new Map([...found.ordinals].map((ordinal, i) => [ordinal, found.parts[i]]))).toEqual(
              expected,
            );
            expect(found.held).toBeCloseTo(held, 9);
          }
          expect(scratch.every((part) => part === 0)).toBe(true);
        },
      ),
    );
  });
});
