import type { Reading } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import { type Clause, clausesOf, shareOf } from '../clauses/index.js';
import type { AlignedPassage } from '../matching/alignment.js';

/** Least share of what is not enough that the claim must hold. */
const NAMED_MIN = 0.6;

/** "A will is enough" where the policy says that a will alone is not. */
export const isEnough = (input: CheckInput, passage: AlignedPassage): string | null => {
  const claims = clausesOf(input.reading, input.claim.text).some(
    (clause) => !clause.statement.negated && suffices(input.reading, clause),
  );
  if (!claims) return null;
  const denied = clausesOf(passage.reading, passage.passage.text).find(
    (clause) =>
      isShort(passage.reading, clause) &&
      shareOf(
        new Set([...clause.topic].filter((key) => key !== 'quality.alone' && key !== INSUFFICIENT)),
        (key) => (input.focus.own.has(key) ? 1 : 0),
        input.facts.weight,
      ) >= NAMED_MIN,
  );
  return denied === undefined ? null : 'it is not enough';
};

const INSUFFICIENT = 'quality.insufficient';

const says = (reading: Reading, { statement }: Clause, concept: string): boolean =>
  reading.tokens.some(
    (token) =>
      token.concept === concept &&
      token.start_char >= statement.start_char &&
      token.end_char <= statement.end_char,
  );
const suffices = (reading: Reading, clause: Clause): boolean => says(reading, clause, 'modal.suffice');
const isShort = (reading: Reading, clause: Clause): boolean =>
  says(reading, clause, INSUFFICIENT) || (clause.statement.negated && suffices(reading, clause));
