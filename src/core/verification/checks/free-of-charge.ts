import type { Quantity, Reading } from '../../../schema/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { isFigureOfCase } from '../customer-case/tells-of-case.js';
import { namesRow } from '../tables/index.js';

const FREE = 'fee.free';
const COVERAGE_MIN = 0.4;

/** Free where the policy names a price, or a price where it says free. */
export const freeOfChargeCheck: Check = {
  name: 'free-of-charge',
  run(input): Signal | null {
    if (namesFreeThing(input.reading)) return null;
    const saysFree =
      input.focus.own.has(FREE) ||
      input.reading.quantities.some((quantity) => quantity.kind === 'money' && quantity.value === 0);
    const isOfCase = (quantity: Quantity): boolean =>
      input.case_facts.states(quantity) || isFigureOfCase(quantity, input);
    const prices = input.reading.quantities.filter(
      (quantity) => quantity.kind === 'money' && quantity.value > 0 && !isOfCase(quantity),
    );
    if (saysFree === prices.length > 0) return null;
    const price = prices.find(
      (quantity) => !isAccountedFor(quantity, input) && isAskedFor(quantity, input.reading),
    );
    if (!saysFree && price === undefined) return null;
    // A policy that names a price holds every word of the claim but "free": the other words are what must agree.
    const total = [...input.focus.own.values()].reduce((sum, weight) => sum + weight, 0);
    const others = total - (input.focus.own.get(FREE) ?? 0);
    const beside = others > 0 ? total / others : 1;
    let against: Signal | null = null;
    let supporting: Signal | null = null;
    for (const passage of input.evidence.slice(0, 5)) {
      const coverage = Math.min(1, passage.coverage * beside);
      if (coverage < COVERAGE_MIN) continue;
      if (passage.passage.row !== null && !namesRow(input, passage.passage)) continue;
      const isFree =
        (passage.facts.own.has(FREE) && !namesFreeThing(passage.reading)) ||
        passage.facts.values.some((value) => value.quantity.kind === 'money' && value.quantity.value === 0);
      const cost = passage.facts.values.find(
        (value) => value.quantity.kind === 'money' && value.quantity.value > 0,
      );
      const strength = coverage * (0.6 + 0.4 * passage.reverse);
      if (isFree === saysFree && isFree && strength > (supporting?.strength ?? 0))
        supporting = { relation: 'supports', strength, finding: null, passages: [passage.passage] };
      if (saysFree && !isFree && cost !== undefined && strength > (against?.strength ?? 0))
        against = {
          relation: 'contradicts',
          strength,
          finding: {
            kind: 'money',
            message: `The policy names a price, ${quoted(cost.quantity.text)}; the answer says that it is free.`,
          },
          passages: [passage.passage],
        };
      if (!saysFree && isFree && cost === undefined && strength > (against?.strength ?? 0))
        against = {
          relation: 'contradicts',
          strength,
          finding: {
            kind: 'money',
            message: `The policy says that this is free; the answer names a price, ${quoted(price?.text ?? '')}.`,
          },
          passages: [passage.passage],
        };
    }
    if (against === null) return supporting;
    return supporting !== null && supporting.strength >= against.strength ? supporting : against;
  },
};

/** A price that a policy has, or that follows from what it has, is one that it asks for: what it gives free is something else. */
const isAccountedFor = (price: Quantity, { quantities }: CheckInput): boolean =>
  quantities.some(
    ({ quantity, equal, derived, is_premise }) =>
      quantity === price && (equal !== null || derived !== null || is_premise),
  );

const THE = new Set(
  'the this that these those your our le la les ce cet cette ces votre vos notre nos l'.split(' '),
);
const wordAt = ({ tokens }: Reading, at: number): string =>
  (tokens[at]?.text ?? '').toLowerCase().replace(/['’]$/, '');

/** "The free month is lost", « le mois gratuit » : a thing that has its name from being free, of which something else is told. */
const namesFreeThing = (reading: Reading): boolean => {
  const free = reading.tokens.flatMap(({ concept }, at) => (concept === FREE ? [at] : []));
  return (
    free.length > 0 &&
    free.every((at) =>
      reading.lang === 'fr'
        ? reading.tokens[at - 1] !== undefined && THE.has(wordAt(reading, at - 2)) && isAdjective(reading, at)
        : THE.has(wordAt(reading, at - 1)) && reading.tokens[at + 1] !== undefined,
    )
  );
};

const isAdjective = (reading: Reading, at: number): boolean =>
  /^gratuite?s?$/.test(wordAt(reading, at)) && !reading.tokens[at - 1]?.concept?.startsWith('act.');

const CHARGES =
  /^(?:fee\.(?!amount|discount|refund|free)|act\.(?:cost|pay|charge|bill|invoice|add|debit|keep|deduct))/;
const GIVES_BACK = /^(?:act\.(?:receive|refund|return_item|compensate|give_back)|fee\.refund|get$|got$)/;
const BEFORE_PRICE = 5;

/** What a claim says is to be paid: no value, no minimum and nothing that comes back. */
const isAskedFor = ({ start_char, end_char }: Quantity, { statements, tokens }: Reading): boolean => {
  const around = statements.find((each) => each.start_char <= start_char && start_char < each.end_char);
  const from = around?.start_char ?? 0;
  const to = Math.max(around?.end_char ?? 0, end_char);
  const said = tokens.filter((token) => token.start_char >= from && token.end_char <= to);
  const behind = tokens.find((token) => token.start_char >= end_char)?.text ?? '';
  if (/^(?:minimum|maximum|limit|limite|threshold|seuil)$/i.test(behind)) return false;
  if (!said.some(({ concept }) => concept !== null && CHARGES.test(concept))) return false;
  return !said
    .filter(({ end_char: end }) => end <= start_char)
    .slice(-BEFORE_PRICE)
    .some(({ concept, stem }) => GIVES_BACK.test(concept ?? stem));
};
