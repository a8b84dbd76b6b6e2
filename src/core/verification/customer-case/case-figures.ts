import type { Quantity } from '../../../schema/index.js';
import type { CaseField } from './case-facts.js';

/** Figures of tool results that sums may use. */
const FIGURES_MAX = 16;
/** A greater bare number is a code. */
const NUMBER_MAX = 10_000_000;

const CODE =
  /(?:^|[_ -])(?:id|ids|nos?|nr|ref|reference|code|number|phone|year|annee|zip|postcode)$|Id$|No$/i;
const PERCENT = /(?:^|[_ -])(?:pct|percent|percentage|pourcent|pourcentage|taux)(?:$|[_ -])|Pct$|Percent$/i;
const CURRENCY = /(?:^|[_ -])(?:eur|gbp|usd|cad|aud|chf|nzd|sgd)(?:$|[_ -])|(?:Eur|Gbp|Usd|Cad|Aud|Chf)$/i;

/**
 * The numbers, days and times of a customer's case that a sum may start from, each once and in the order that tools told
 * them: "price_eur": 180.00 is money, "discount_pct": 30 a share, any other bare number is for the sum to say. No codes.
 */
export const caseFigures = (fields: readonly CaseField[]): Quantity[] => {
  const figures = new Map<string, Quantity>();
  for (const field of fields)
    for (const quantity of figuresOf(field)) {
      if (figures.size >= FIGURES_MAX) return [...figures.values()];
      const same = `${quantity.kind} ${quantity.value} ${quantity.value_max}`;
      if (!figures.has(same)) figures.set(same, quantity);
    }
  return [...figures.values()];
};

const figuresOf = ({ name, named, number, value, quantities }: CaseField): readonly Quantity[] => {
  if (CODE.test(name)) return [];
  if (number === null) return quantities.filter(({ kind }) => kind !== 'count');
  if (number <= 0 || number > NUMBER_MAX) return [];
  const isMoney = CURRENCY.test(name) || /\.\d\d$/.test(value) || [...named].some((key) => PRICES.test(key));
  const kind = PERCENT.test(name) ? 'percent' : isMoney ? 'money' : 'count';
  return [
    {
      ...{ kind, comparator: 'equal', value: number, value_max: null, unit: UNIT[kind] },
      ...{ base_value: null, base_value_max: null, nouns: [], per: null },
      ...{ text: value, start_char: 0, end_char: value.length },
    },
  ];
};

const PRICES = /^(?:fee\.|travel\.fare$|act\.pay$|act\.cost$)/;
const UNIT = { percent: 'percent', money: 'money', count: 'number' } as const;
