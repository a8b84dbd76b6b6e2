import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../../src/core/reading/index.js';
import { TRAIT_VALUES, traitPlaces, traitsOf } from '../../../../src/core/verification/network/index.js';

const placesOf = (text: string, word: string): readonly number[] => {
  const reading = readText(text, 'en', EMPTY_VOCABULARY);
  const token = reading.tokens.find((item) => item.text === word);
  if (token === undefined) throw new Error(`"${word}" is no token of "${text}"`);
  const quantity = reading.quantities.find(
    ({ start_char, end_char }) => token.start_char >= start_char && token.end_char <= end_char,
  );
  return traitPlaces(traitsOf(reading, token, quantity, null));
};

describe('what the reader understood of a word', () => {
  it('is one value of each of six traits', () => {
    const places = placesOf('You may bring a bag.', 'bag');
    expect(places).toHaveLength(6);
    expect(new Set(places).size).toBe(6);
    for (const place of places) expect(place).toBeLessThan(TRAIT_VALUES);
  });

  it('tells what is allowed from what is ruled out', () => {
    expect(placesOf('You may bring a bag.', 'bag')).not.toEqual(placesOf('You cannot bring a bag.', 'bag'));
  });

  it('tells the bounds of a number apart', () => {
    expect(placesOf('A bag weighs at most 23 kg.', '23')).not.toEqual(
      placesOf('A bag weighs at least 23 kg.', '23'),
    );
  });

  it('tells a word of the claim that tools told of from one that they did not', () => {
    const reading = readText('Your parcel is in Lyon.', 'en', EMPTY_VOCABULARY);
    const [parcel] = reading.tokens.filter(({ text }) => text === 'parcel');
    if (parcel === undefined) throw new Error('"parcel" is no token');
    const [told, untold] = [true, false].map((isTold) =>
      traitsOf(reading, parcel, undefined, { compared: [], isRecorded: () => isTold }),
    );
    expect(told).not.toBe(untold);
    expect(untold).toBe(traitsOf(reading, parcel, undefined, null));
  });

  it('is nothing for a key of a heading', () => {
    const reading = readText('Bags', 'en', EMPTY_VOCABULARY);
    expect(traitPlaces(0)).toEqual(
      traitPlaces(
        traitsOf(
          { statements: [], times: [] },
          reading.tokens[0] as (typeof reading.tokens)[number],
          undefined,
          null,
        ),
      ),
    );
  });
});
