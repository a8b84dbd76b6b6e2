import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageLeaves } from '../../src/http/json-leaves.js';

describe('the words of a JSON text', () => {
  it.each([
    {
      name: 'sentences',
      json: '{"a":"One bag is free.","n":[1,{"b":"Two are not."}]}',
      words: ['One bag is free.', 'Two are not.'],
    },
    { name: 'a yes or a no', json: '{"allowed":"Yes","retour":"non."}', words: ['Yes', 'non.'] },
    {
      name: 'contacts',
      json: '["https://a.example/x","me@a.example","555 0199"]',
      words: ['https://a.example/x', 'me@a.example', '555 0199'],
    },
    {
      name: 'no names of states, dates or kinds',
      json: '{"s":"approved","l":"en-CA","d":"2026-03-01","k":"REFUND_X"}',
      words: [],
    },
    { name: 'no keys', json: '{"a long key" : 1, "another long key":"x"}', words: [] },
    { name: 'a text alone', json: '"Only this text."', words: ['Only this text.'] },
  ])('are $name', ({ json, words }) => {
    expect(languageLeaves(json)?.map((leaf) => leaf.text)).toEqual(words);
  });

  it('are none where there is no JSON', () => {
    expect(languageLeaves('{"a": "One bag is')).toBeNull();
  });

  it('are those of JSON.parse, each character where it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
        const json = JSON.stringify(texts.map((text) => `a b ${text}`));
        const leaves = languageLeaves(json) ?? [];
        expect(leaves.map((leaf) => leaf.text)).toEqual(texts.map((text) => `a b ${text}`));
        for (const { text, offsets } of leaves) {
          expect(offsets).toHaveLength(text.length + 1);
          expect(JSON.parse(`"${json.slice(offsets[0], offsets[text.length])}"`)).toBe(text);
        }
      }),
    );
  });
});
