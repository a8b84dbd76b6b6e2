import type { Quantity, Reading } from '../../../schema/index.js';
import { dayOf } from '../numbers/calendar.js';
import { impliedFactors } from './implied-factors.js';

/** A number that a sum may use. */
export interface Figure {
  quantity: Quantity;
  /** In the unit of its kind: hours for durations, kilograms, centimetres, days since 1970 for dates; else as written. */
  amount: number;
  /** Place of the passage that has it among the evidence; −1 where only the customer or the answer gives it. */
  place: number;
  /** Share of the claim's words, question included, that its passage holds; 1 for what is given. */
  cover: number;
  /** How well the claim names it, in [0, 1]: its row and column, or the words around it; 1 for what is given. */
  fit: number;
  /** The passage's text; empty for what is given. */
  context: string;
}

/** The numbers that a claim's own number may follow from. */
export interface SumFigures {
  /** Of the policies, best aligned passage first. */
  policy: readonly Figure[];
  /** Other numbers of the claim itself. */
  claimed: readonly Figure[];
  /** Those of the customer and of earlier sentences, and factors that stand in words ("both ways"). */
  told: readonly Figure[];
  /** The day on which the answer is given, as days since 1970. */
  today: number;
}

/** Numbers of one passage of the evidence, and how well it bears on the claim. */
export interface PassageFigures {
  values: readonly Pick<Figure, 'quantity' | 'fit'>[];
  cover: number;
  text: string;
}

const POLICY_MAX = 40;
const GIVEN_MAX = 8;
const NOWHERE = -1;

/** A number of the claim, and where a policy has it for the same thing. */
export interface ClaimedNumber {
  quantity: Quantity;
  held: Pick<Figure, 'place' | 'cover' | 'fit'> | null;
}

/** What is told of the customer's case: by themselves or earlier in the answer, and by tools. */
export interface ToldFigures {
  numbers: readonly Quantity[];
  recorded: readonly Quantity[];
}

/** The figures for one target. Bounded: 40 of the policies, 8 of the claim, 8 of the customer, those of tools as `caseFigures` bounds them. */
export const sumFigures = (
  target: Quantity,
  claim: Reading,
  numbers: readonly ClaimedNumber[],
  told: ToldFigures,
  evidence: readonly PassageFigures[],
  today: number,
): SumFigures => ({
  policy: evidence
    .flatMap(({ values, cover, text }, place) =>
      values.map(({ quantity, fit }) => ({
        quantity,
        amount: amountOf(quantity, today),
        place,
        cover,
        fit,
        context: text,
      })),
    )
    .slice(0, POLICY_MAX),
  claimed: numbers
    .filter(({ quantity }) => quantity !== target)
    .slice(0, GIVEN_MAX)
    .map(({ quantity, held }) => ({ ...given(quantity, today), ...held })),
  told: [...[...told.numbers, ...impliedFactors(claim)].slice(0, GIVEN_MAX), ...told.recorded].map(
    (quantity) => given(quantity, today),
  ),
  today,
});

const given = (quantity: Quantity, today: number): Figure => ({
  quantity,
  amount: amountOf(quantity, today),
  place: NOWHERE,
  cover: 1,
  fit: 1,
  context: '',
});

/** The amount of a quantity in the unit of its kind; a date without a year is the nearest to `today`. */
export const amountOf = (quantity: Quantity, today: number): number =>
  quantity.kind === 'date'
    ? (dayOf(quantity, today) ?? quantity.value)
    : quantity.kind === 'duration' || quantity.kind === 'weight' || quantity.kind === 'length'
      ? (quantity.base_value ?? quantity.value)
      : quantity.value;
