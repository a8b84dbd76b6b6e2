import type { Quantity } from '../../../../schema/index.js';
import { follows } from './follows.js';
import { type ToldFigures, type ToldText, toldFigures } from './told-figures.js';

const STEP =
  /(?<!\p{L})(?:so|makes?|is|are|comes? to|font|fait|soit|donc|that['’]s|gives?|costs?|coûte\p{L}*|would be)(?!\p{L})|=/iu;

/** "Four weeks at £220 make £880, with the £45 fee £925": what went into a result told on the way is used up. */
export const withoutSteps = (
  claim: ToldText,
  target: Quantity,
  before: readonly ToldText[],
  asked: readonly ToldText[],
): ToldFigures => {
  const { text, quantities } = claim;
  const amounts = quantities.filter(
    ({ kind, start_char }) => kind === target.kind && start_char < target.start_char,
  );
  const used = amounts.findLastIndex((amount, i) => {
    const last = amounts[i - 1];
    if (last === undefined || !STEP.test(text.slice(last.end_char, amount.start_char))) return false;
    const until = quantities.filter((one) => one === amount || one.end_char <= amount.start_char);
    return follows(amount, toldFigures(amount, { text, quantities: until }, before, asked));
  });
  const result = amounts[used];
  const left = quantities.filter(
    (one) =>
      one === target ||
      ((result === undefined || one.start_char >= result.start_char) && !isBasis(one, amounts, text)),
  );
  return toldFigures(target, { text, quantities: left }, before, asked);
};

const OF = /(?<!\p{L})(?:of|for|on|over|above|up to|de|pour|sur|jusqu['’]à)\s*$/iu;

/** "Cover of €500 comes to €11": the amount says what the next one is the price of. */
const isBasis = (amount: Quantity, amounts: readonly Quantity[], text: string): boolean => {
  const next = amounts[amounts.indexOf(amount) + 1];
  return (
    amounts.includes(amount) &&
    next !== undefined &&
    OF.test(text.slice(0, amount.start_char)) &&
    /^\s*(?:comes? to|costs?|is|are|coûte\p{L}*|revient à|est de)(?!\p{L})/iu.test(
      text.slice(amount.end_char, next.start_char),
    )
  );
};
