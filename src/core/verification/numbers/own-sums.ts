import type { Quantity, Reading } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { type PlainSum, plainSum, type ToldText, type ToldWhere } from '../sums/told/index.js';

/** All figures stand in the claim; or some before it or in the question; or all of them. */
const STRENGTH: Readonly<Record<ToldWhere, number>> = { own: 0.9, mixed: 0.85, told: 0.8 };

/** A result that the answer draws from figures which it or the customer tells: "twelve months at €58 make €656". Silent where it is right. */
export const checkOwnSum = (input: CheckInput): Signal | null => {
  const sum = ownSum(input);
  if (sum === null || sum.follows) return null;
  const { stated, where, words } = sum;
  const compared = input.quantities.find(({ quantity }) => quantity === stated);
  if (compared?.is_case_fact === true || (input.case_facts.records.length > 0 && where !== 'own'))
    return null;
  if (where !== 'own' && ((compared?.equal?.bind ?? 0) > STATED_BIND || input.isStated(stated))) return null;
  return {
    relation: 'contradicts',
    strength: STRENGTH[where],
    finding: {
      kind: 'arithmetic',
      message:
        words === null
          ? `${quoted(stated.text)} does not follow from the figures that the answer gives.`
          : `${words}; the answer says ${quoted(stated.text)}.`,
    },
    passages: input.evidence.slice(0, 1).map(({ passage }) => passage),
  };
};

/** From here on a policy states the number itself for what the claim speaks of: it is no result. */
const STATED_BIND = 0.3;

const sums = new WeakMap<CheckInput, { sum: PlainSum | null }>();

/** The sum that a claim tells by itself, with the sentences before it and what the customer said. */
const ownSum = (input: CheckInput): PlainSum | null => {
  const known = sums.get(input);
  if (known !== undefined) return known.sum;
  const sum = readSum(input);
  sums.set(input, { sum });
  return sum;
};

/** Whether a number is what the answer's own figures make: no other number of a policy speaks against it. */
export const isOwnResult = (quantity: Quantity, input: CheckInput): boolean => {
  const sum = ownSum(input);
  return sum?.stated === quantity && sum.plain;
};

/** Whether a number follows in some way from what the answer and the customer tell. */
export const followsFromTold = (quantity: Quantity, input: CheckInput): boolean => {
  const sum = ownSum(input);
  return sum?.stated === quantity && sum.follows;
};

const readSum = ({ claim, reading, premises, earlier }: CheckInput): PlainSum | null => {
  const { lead_ins, antecedents } = claim.context;
  const before = [...lead_ins, ...antecedents];
  return plainSum(
    { text: claim.text, quantities: reading.quantities },
    earlier.map((said, i) => told(said, before[i] ?? '')),
    saidOnce(premises.filter((said) => !earlier.includes(said)).map((said) => told(said, wordsOf(said)))),
  );
};

const told = ({ quantities }: Reading, text: string): ToldText => ({ text, quantities });

const wordsOf = ({ tokens }: Reading): string => tokens.map(({ text }) => text).join(' ');

/** The question stands among what the customer said, and by itself. */
const saidOnce = (texts: readonly ToldText[]): ToldText[] => [
  ...new Map(texts.map((said) => [said.text, said])).values(),
];
