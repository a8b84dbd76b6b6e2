import type { CheckInput } from '../check.js';
import type { MatchContext } from '../windows/index.js';
import type { AlignedPassage } from './alignment.js';

/** What the clauses of a claim and of one passage are matched with. */
export const contextOf = (input: CheckInput, passage: AlignedPassage): MatchContext => ({
  earlier: new Set(input.focus.context.keys()),
  own: passage.facts.own,
  surround: passage.facts.surround,
  facts: input.facts,
  affinity: input.affinity,
});
