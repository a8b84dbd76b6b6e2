import { describe, expect, it } from 'vitest';
import { isDone } from '../../../src/core/verification/windows/index.js';

/** Whether a clause tells that what its word `of` names has been done. */
const done = (clause: string, of: string, lang: 'en' | 'fr' = 'en'): boolean => {
  const at = clause.indexOf(of);
  return isDone(clause, at, at + of.length, lang);
};

describe('what a customer says has happened', () => {
  it.each([
    ['I had to fly to Vancouver', 'fly'],
    ['we ended up leaving on Sunday', 'leaving'],
    ['I took the last ferry', 'ferry'],
    ['my parcel arrived on Monday', 'arrived'],
    ["I've already returned it", 'returned'],
    ['it was delivered on Friday', 'delivered'],
  ])('is read as done: %s', (clause, of) => {
    expect(done(clause, of)).toBe(true);
  });

  it.each([
    ["j'ai dû prendre l'avion", 'avion'],
    ['nous avons été obligés de partir', 'partir'],
    ["j'ai fait le voyage", 'voyage'],
    ['je viens de rentrer', 'rentrer'],
    ['mon colis a été livré', 'livré'],
    ['nous sommes partis', 'partis'],
  ])('est lu comme fait : %s', (clause, of) => {
    expect(done(clause, of, 'fr')).toBe(true);
  });

  it.each([
    ['I have to fly to Vancouver', 'fly'],
    ['I had to cancel the flight', 'flight'],
    ['I wanted to take the ferry', 'ferry'],
    ['I booked a flight', 'flight'],
    ['the flight leaves in an hour', 'leaves'],
    ['I had to leave tomorrow', 'leave'],
  ])('is not read as done: %s', (clause, of) => {
    expect(done(clause, of)).toBe(false);
  });

  it.each([
    ["je dois prendre l'avion", 'avion'],
    ["j'ai pris un billet d'avion", 'avion'],
    ["j'aimerais partir", 'partir'],
    ['je vais rentrer', 'rentrer'],
  ])('n’est pas lu comme fait : %s', (clause, of) => {
    expect(done(clause, of, 'fr')).toBe(false);
  });
});
