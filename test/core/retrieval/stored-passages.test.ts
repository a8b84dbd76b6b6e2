import { beforeAll, describe, expect, it } from 'vitest';
import { readKnowledgeFiles } from '../../../src/adapters/knowledge/index.js';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import { buildKnowledgeIndex, indexPassage, type KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { storedPassages } from '../../../src/core/retrieval/stored-passages.js';
import type { Reading } from '../../../src/schema/index.js';

const indexes: KnowledgeIndex[] = [];
/** Whole bases on a busy machine. */
const WHOLE_BASES_MS = 60_000;

beforeAll(async () => {
  for (const folder of ['.', 'examples/pay-later', 'examples/drive-thru']) {
    const read = await readKnowledgeFiles({
      policies: `${folder}/policies`,
      knowledge: `${folder}/knowledge`,
      glossary: `${folder}/glossary.yaml`,
      readings: `${folder}/readings.yaml`,
    });
    const notes = { glossary: read.glossary ?? undefined };
    indexes.push(buildKnowledgeIndex((await buildSnapshot('test', read.files, notes)).snapshot));
  }
}, WHOLE_BASES_MS);

const asRead = (index: KnowledgeIndex): Reading[] =>
  index.snapshot.passages.map((passage) => indexPassage(passage, index.vocabulary).reading);

describe('readings of an index', { timeout: WHOLE_BASES_MS }, () => {
  it('are what was read, whole', () => {
    for (const index of indexes) {
      const readings = index.entries.map(({ reading }) => reading);
      expect(readings).toEqual(asRead(index));
    }
  });

  it('tell without being made which keys they mention: their own, and those of acts and objects', () => {
    for (const { entries, readings, strings } of indexes) {
      const mentioned = entries.map(
        ({ reading }) =>
          new Set([
            ...reading.keys,
            ...reading.statements.flatMap(({ acts, objects }) => [...acts, ...objects]),
          ]),
      );
      const all = [...new Set(mentioned.flatMap((keys) => [...keys]))].filter((_, i) => i % 7 === 0);
      for (const [ordinal, keys] of mentioned.entries())
        expect(all.filter((key) => readings.mentions(ordinal, strings.find(key)))).toEqual(
          all.filter((key) => keys.has(key)),
        );
    }
  });

  it('are the same objects while they are held, so that what is remembered of one holds', () => {
    for (const { entries } of indexes) for (const entry of entries) expect(entry.reading).toBe(entry.reading);
  });

  it('are made again, and say the same, after others took their place', () => {
    for (const index of indexes) {
      const entries = storedPassages(index.snapshot.passages, index.readings, 3);
      const expected = asRead(index);
      const first = entries[0]?.reading;
      for (const round of [0, 1])
        entries.forEach(({ reading }, at) => {
          expect(reading, `passage ${at}, round ${round}`).toEqual(expected[at]);
        });
      expect(entries[0]?.reading).not.toBe(first);
    }
  });

  it('give their keys, names and contacts without being made', () => {
    for (const index of indexes)
      asRead(index).forEach(({ keys, names, contacts }, ordinal) => {
        const found = [...index.readings.keysAt(ordinal)].map((number) => index.strings.text(number));
        expect(found).toEqual(keys);
        expect(index.readings.rareAt(ordinal)).toMatchObject({ names, contacts });
      });
  });
});
