import type { IndexedPassage } from '../../retrieval/index.js';
import { type Proposition, propositionsOf } from './proposition.js';

const cache = new WeakMap<object, readonly Proposition[]>();

/** The propositions of a passage, read once; rows of tables have none. */
export const policyPropositions = ({ passage, reading }: IndexedPassage): readonly Proposition[] => {
  const known = cache.get(reading);
  if (known) return known;
  const propositions = passage.row === null ? propositionsOf(reading, passage.text) : [];
  cache.set(reading, propositions);
  return propositions;
};
