import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KeyForm } from '../../../src/core/retrieval/concept-forms.js';
import { formPostings } from '../../../src/core/retrieval/form-postings.js';
import { addLateTerms } from '../../../src/core/retrieval/late-terms.js';
import type { LexicalIndex } from '../../../src/core/retrieval/lexical-index.js';
import { knowledgeOf } from '../../support/knowledge.js';

const WORDS = ['kiln', 'glaze', 'wheel', 'apron', 'shelf', 'course'];
const FILES = Object.fromEntries(
  WORDS.map((word, i) => [
    `policies/${word}.md`,
    `# The ${word}\n\nA ${word} needs a ${WORDS[(i + 2) % 6]} and a ${WORDS[(i + 1) % 6]}.\n\nNo ${WORDS[(i + 3) % 6]} for the ${word}.`,
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

/** The BM25 part of a key in a passage, read from the key's own postings. */
const partOf = (key: string, passage: number): number => {
  const { from, to } = index.postings(key) ?? { from: 0, to: 0 };
  const place = index.ordinals.subarray(from, to).indexOf(passage);
  return place < 0 ? 0 : (index.parts[from + place] ?? 0);
};

const key = fc.nat({ max: 1_000 }).map((place) => keys[place % keys.length] ?? '');
const forms = fc.uniqueArray(fc.tuple(key, fc.constantFrom(1, 0.55, 0.35)), {
  minLength: 1,
  maxLength: 5,
  selector: ([name]) => name,
});
const terms = fc.array(fc.tuple(fc.constantFrom(1, 0.5, 0.3), forms), { minLength: 1, maxLength: 6 });

describe('terms that come too late for their postings to be read', () => {
  it('are added to each passage as a scan of the postings adds them, to the last bit', () => {
    fc.assert(
      fc.property(terms, fc.infiniteStream(fc.boolean()), (drawn, isIn) => {
        const found = drawn.map(([weight, own], place) => ({
          place,
          weight,
          forms: own satisfies KeyForm[],
          postings: formPostings(index, own),
        }));
        const passages = Uint32Array.from([...Array(count).keys()].filter(() => isIn.next().value));
        const scores = Float32Array.from({ length: count }, (_, passage) => passage / 7);
        const expected = scores.slice();
        const rarities = new Float64Array(found.length);
        addLateTerms(index, found, { passages, scores, rarities });
        for (const { place, weight, forms: own, postings } of found) {
          const held = own.reduce((sum, [name, strength]) => {
            const { from, to } = index.postings(name) ?? { from: 0, to: 0 };
            return sum + Math.sqrt(strength) * (to - from);
          }, 0);
          expect(postings.forms.length).toBe(own.length);
          expect(rarities[place]).toBeCloseTo(index.rarity(Math.min(held, count)), 9);
          for (const passage of passages) {
            const parts = own.map(([name, strength]) => Math.fround(strength * partOf(name, passage)));
            expected[passage] =
              (expected[passage] ?? 0) + weight * (rarities[place] ?? 0) * Math.max(0, ...parts);
          }
        }
        expect(scores).toEqual(expected);
      }),
    );
  });

  it('leave nothing behind for the next query', () => {
    const [first = '', second = ''] = keys;
    const scoresOf = (name: string): Float32Array => {
      const scores = new Float32Array(count);
      const term = { place: 0, weight: 1, postings: formPostings(index, [[name, 1]]) };
      const passages = Uint32Array.from(scores.keys());
      addLateTerms(index, [term], { passages, scores, rarities: new Float64Array(1) });
      return scores;
    };
    const before = scoresOf(first);
    scoresOf(second);
    expect(scoresOf(first)).toEqual(before);
  });
});
