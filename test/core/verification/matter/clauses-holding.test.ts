import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { knowledgeFacts } from '../../../../src/core/verification/knowledge-facts.js';
import { clausesHolding } from '../../../../src/core/verification/matter/clauses-holding.js';
import { knowledgeOf } from '../../../support/knowledge.js';

const AS_OF = '2026-05-01';
const THINGS = ['loom', 'yarn', 'bobbin', 'needle', 'pattern', 'locker', 'workshop'];
/** Sentences of two things each that share most of their words, a rare one, a version no longer in force, and a table. */
const FILES = {
  ...Object.fromEntries(
    THINGS.map((thing) => [
      `policies/${thing}.md`,
      [`# The ${thing}`, ...THINGS.map((other) => `Members hire a ${thing} with a ${other}.`)].join('\n\n'),
    ]),
  ),
  'policies/rare.md': '# Lending\n\nA spindle is lent to members for a week. The deposit is returned.',
  'policies/old.md':
    '---\neffective_to: 2026-01-01\n---\n# Old rules\n\nThe loom and the spindle cost nothing.',
  'knowledge/prices.csv': 'item,price_eur\nloom,30\nyarn,4\n',
};

let index: KnowledgeIndex;
let keys: string[];
beforeAll(async () => {
  index = await knowledgeOf(FILES);
  keys = [...new Set(index.entries.flatMap(({ reading }) => reading.keys)), 'nowhere'];
});

/** Every passage in force looked at, key by key. */
const byScan = (needed: readonly string[], asked: ReadonlySet<string>, limit: number): number[] => {
  const { ordinals, parts } = index.lexical;
  const facts = knowledgeFacts(index);
  const all = [...needed, ...[...asked].filter((key) => !needed.includes(key))];
  const found = index.entries.flatMap(({ passage }, ordinal) => {
    if (passage.row !== null || index.inForceAt(AS_OF)[ordinal] !== 1) return [];
    const partOf = (key: string): number | null => {
      const { from, to } = index.lexical.postings(key) ?? { from: 0, to: 0 };
      const place = ordinals.subarray(from, to).indexOf(ordinal);
      return place < 0 ? null : (parts[from + place] ?? 0);
    };
    if (needed.every((key) => partOf(key) === null)) return [];
    const score = all.reduce((sum, key) => {
      const part = partOf(key);
      return part === null ? sum : sum + facts.weight(key) * (1 + part);
    }, 0);
    return [{ ordinal, score }];
  });
  found.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal);
  return found.slice(0, limit).map(({ ordinal }) => ordinal);
};

describe('clauses that hold what was asked', () => {
  it('are those that a look at every passage in force finds, in its order, whatever was asked before', () => {
    const key = fc.nat({ max: 1_000 }).map((place) => keys[place % keys.length] ?? '');
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 4 }),
        fc.uniqueArray(key, { maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        (needed, others, limit) => {
          const asked = new Set(others);
          const facts = knowledgeFacts(index);
          const found = clausesHolding(needed, asked, { index, facts, as_of: AS_OF, limit });
          expect(found.map(({ passage }) => index.ordinals.get(passage.id))).toEqual(
            byScan(needed, asked, limit),
          );
        },
      ),
    );
  });
});
