import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/audit/index.js';

describe('canonicalJson', () => {
  it('sorts members at every depth by code unit and leaves out those without a value', () => {
    const value = { b: 1, a: { z: [1, { y: null, x: 'é"' }], '10': true, '9': false }, c: undefined };
    expect(canonicalJson(value)).toBe('{"a":{"10":true,"9":false,"z":[1,{"x":"é\\"","y":null}]},"b":1}');
  });

  it('says the same as JSON, in one spelling', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('x'), 1n])(
    'refuses what JSON cannot say',
    (value) => {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    },
  );
});
