import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonError } from '../../src/http/json-error.js';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('findJsonError', () => {
  it.each([
    { name: 'a missing comma is where the next key begins', text: '{"a":1 "b":2}', offset: 7 },
    { name: 'a trailing comma is where the bracket closes', text: '[1,]', offset: 3 },
    { name: 'a cut text is at its end', text: '{"a":[1,2', offset: 9 },
    { name: 'single quotes are no strings', text: "{'a':1}", offset: 1 },
    { name: 'a line break in a string is where the string begins', text: '{"a":"x\ny"}', offset: 5 },
    { name: 'words after the value are too much', text: '{} x', offset: 3 },
    { name: 'NaN is no number', text: '[NaN]', offset: 1 },
    { name: 'an unknown escape is no string', text: '["\\q"]', offset: 1 },
  ])('$name', ({ text, offset }) => expect(findJsonError(text)?.offset).toBe(offset));

  it('counts lines and columns from one', () =>
    expect(findJsonError('{\n  "a": tru\n}')).toEqual({ offset: 9, line: 2, column: 8 }));

  it('finds nothing in JSON, and something in what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, insert) => {
        expect(findJsonError(json)).toBeNull();
        const cut = at % (json.length + 1);
        const broken = json.slice(0, cut) + insert + json.slice(cut);
        expect(findJsonError(broken) === null).toBe(isJson(broken));
      }),
    );
  });

  it('reads a long string and deep nesting without running out of stack', () => {
    expect(findJsonError(`["${'x'.repeat(1_000_000)}"]`)).toBeNull();
    expect(findJsonError('['.repeat(100_000))?.offset).toBe(100_000);
  });
});
