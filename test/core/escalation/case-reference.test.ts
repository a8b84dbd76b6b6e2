import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  caseReference,
  handoffText,
  heldText,
  REFERENCE_BYTES,
  referenceIn,
  tookOverText,
  waitingText,
} from '../../../src/core/escalation/index.js';

const staffed = { kind: 'staffed', position: 2, wait_ms: 60_000 } as const;
const bytes = fc.uint8Array({ minLength: REFERENCE_BYTES, maxLength: REFERENCE_BYTES });

it('is 20 characters in groups of five, different for different bits', () => {
  const zeros = caseReference(new Uint8Array(REFERENCE_BYTES));
  expect(zeros).toBe('00000-00000-00000-00000');
  const seen = new Set([zeros]);
  for (let bit = 4; bit < REFERENCE_BYTES * 8; bit += 1) {
    const one = new Uint8Array(REFERENCE_BYTES);
    one[bit >> 3] = 0x80 >> (bit & 7);
    seen.add(caseReference(one));
  }
  expect(seen.size).toBe(101);
  expect(() => caseReference(new Uint8Array(12))).toThrow(RangeError);
});

it('is found in whatever we say of a case, in both languages', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom('en' as const, 'fr' as const), (random, lang) => {
      const reference = caseReference(random);
      const about = { lang, reference };
      for (const content of [
        handoffText('customer_asked', staffed, about),
        waitingText(staffed, about),
        heldText('Dana', about),
        tookOverText(null, about),
      ]) {
        expect(referenceIn([{ role: 'assistant', content }])).toBe(reference);
        expect(referenceIn([{ role: 'user', content }])).toBeNull();
        expect(
          referenceIn([
            { role: 'user', content },
            { role: 'assistant', content },
          ]),
        ).toBeNull();
      }
    }),
  );
});

it('of several the latest counts', () => {
  const told = (reference: string) => ({
    role: 'assistant' as const,
    content: heldText(null, { lang: 'en', reference }),
  });
  const turns = [told('AAAAA-AAAAA-AAAAA-AAAAA'), told('BBBBB-BBBBB-BBBBB-BBBBB')];
  expect(referenceIn(turns)).toBe('BBBBB-BBBBB-BBBBB-BBBBB');
});
