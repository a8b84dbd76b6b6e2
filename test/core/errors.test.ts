import { describe, expect, it } from 'vitest';
import { faultForLog, GroundingError } from '../../src/core/errors.js';

const caused = (cause: unknown) =>
  new GroundingError('audit-write-failed', { detail: 'Record r1 could not be written.', cause });
const SAID = 'audit-write-failed: Record r1 could not be written.';

describe('a fault in the log', () => {
  it.each([
    {
      name: 'names what lies behind it',
      error: caused(new Error('disk is full')),
      says: `${SAID} ← disk is full`,
    },
    {
      name: 'names each cause, the last one too',
      error: caused(
        new Error('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) }),
      ),
      says: `${SAID} ← fetch failed ← ECONNREFUSED`,
    },
    { name: 'says nothing twice', error: new Error('a: b', { cause: new Error('b') }), says: 'a: b' },
    { name: 'may be no error', error: 'gone', says: 'gone' },
    {
      name: 'quotes no text that could not be parsed',
      error: caused(new SyntaxError('"Your refund" is not valid JSON')),
      says: `${SAID} ← SyntaxError`,
    },
  ])('$name', ({ error, says }) => expect(faultForLog(error)).toBe(says));

  it('ends where causes go in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(faultForLog(error)).toBe('a');
  });
});
