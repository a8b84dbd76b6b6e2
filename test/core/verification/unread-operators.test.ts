import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyClaim } from '../../../src/core/verification/index.js';
import { indexOfBase } from '../../support/example-bases.js';
import { claimOf, inputOf, readingOf } from './support.js';

const FOLDER = join(import.meta.dirname, '../../fixtures/unread');

/** Invented operators that no check was written for, and what a careful reader says of answers to their customers. */
const Row = z.strictObject({
  name: z.string(),
  kb: z.string(),
  lang: z.enum(['en', 'fr']).default('en'),
  question: z.string(),
  claim: z.string(),
  /** "stands": right, and not taken for wrong; "open": wrong, and at least not verified. */
  expected: z.enum(['failing', 'verified', 'stands', 'open']),
});

const rows = readFileSync(join(FOLDER, 'claims.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Row.parse(JSON.parse(line)));

describe.each([...new Set(rows.map(({ kb }) => kb))])('claims on %s', (name) => {
  it.each(rows.filter(({ kb }) => kb === name))('$expected: $name ($claim)', async (row) => {
    const index = await indexOfBase(row.kb);
    const premises = [readingOf(row.question, index, row.lang)];
    const { band } = await verifyClaim(
      claimOf(row.claim, row),
      inputOf(index, { as_of: '2026-06-01', premises }),
    );
    switch (row.expected) {
      case 'stands':
        expect(band).not.toBe('failing');
        break;
      case 'open':
        expect(band).not.toBe('verified');
        break;
      default:
        expect(band).toBe(row.expected);
    }
  });
});
