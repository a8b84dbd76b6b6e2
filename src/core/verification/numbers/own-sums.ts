import type { Quantity, QuantityKind } from '../../../schema/index.js';
import { concludes } from '../../lexicon/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { format } from './format-number.js';
import { comparable } from './quantities.js';

/** The figures stand in the claim itself; or one of them in the sentence before, which may be told of something else. */
const STRENGTH = { whole: 0.8, before: 0.6 } as const;
/** What makes a sum other than plain: caps, the first free, parts that are begun. */
const NOT_PLAIN =
  /(?<!\p{L})(?:cap\p{L}*|max\p{L}*|min\p{L}*|at (?:most|least)|up to|first|free|further|extra|additional|begun|started|full|whole|from|above|below|over|under|beyond|instead|normally|otherwise|about|around|roughly|or|plafonn\p{L}*|au (?:plus|moins)|jusqu\p{L}*|premi\p{L}*|gratuit\p{L}*|supplémentaires?|entam\p{L}*|enti\p{L}*|au-delà|au lieu|environ|ou)(?!\p{L})/iu;
/** What comes on top of a product or a share, or goes off it. */
const BESIDE =
  /(?<!\p{L})(?:with|plus|and|incl\p{L}*|excl\p{L}*|after|before|without|tax|vat|avec|et|compris\p{L}*|après|avant|sans|hors|tva|dont)(?!\p{L})/iu;
const TOTAL =
  /(?<!\p{L})(?:total|together|altogether|in all|in total|makes?|sum|comes? to|en tout|au total|ensemble|font|fait)(?!\p{L})/iu;
const JOINED = /,|\+|(?<!\p{L})(?:and|plus|et)(?!\p{L})/iu;
const AT = /(?:(?<!\p{L})(?:at|à|of|de|for)|×)\s*$/iu;
const OFF =
  /(?<!\p{L})(?:off|discount|reduction|cheaper|less|de (?:moins|remise|réduction|rabais))(?!\p{L})/iu;
const LEFT =
  /(?<!\p{L})(?:remains?|remaining|left|leaves(?=\s+(?:you|a balance|[^\p{L}\s]))|reste(?:nt)?|restera(?:it)?)(?!\p{L})/iu;
const FACTORS: ReadonlySet<QuantityKind> = new Set(['count', 'duration']);
/** What a period may be in the unit of its rate: weeks in days, years in months or days, months in days, minutes in hours. */
const PERIODS = [1, 7, 12, 30, 52, 365, 24, 1 / 60] as const;

interface OwnSum {
  words: string;
  /** What may come out, in the unit of the amounts. */
  values: readonly number[];
  stated: Quantity;
  strength: number;
}

/** The numbers of a claim: amounts of one currency, and all others. */
interface Figures {
  amounts: readonly Quantity[];
  others: readonly Quantity[];
  text: string;
}

/** A result that the claim draws from its own figures: "twelve months at €58 make €656". Silent where it is right. */
export const checkOwnSum = (input: CheckInput): Signal | null => {
  const { reading, claim, evidence } = input;
  const { text } = claim;
  if (NOT_PLAIN.test(text)) return null;
  if (reading.quantities.some(({ value_max, comparator }) => value_max !== null || comparator !== 'equal'))
    return null;
  const amounts = reading.quantities.filter(({ kind }) => kind === 'money');
  const others = reading.quantities.filter(({ kind }) => kind !== 'money');
  const [first] = amounts;
  if (first === undefined || !amounts.every((amount) => comparable(amount, first))) return null;
  const figures: Figures = { amounts, others, text };
  const sum = total(figures) ?? product(figures) ?? share(figures) ?? fromBefore(figures, input);
  if (sum === null || isExplained(sum, figures, input)) return null;
  return {
    relation: 'contradicts',
    strength: sum.strength,
    finding: { kind: 'arithmetic', message: `${sum.words}; the answer says ${quoted(sum.stated.text)}.` },
    passages: evidence.slice(0, 1).map(({ passage }) => passage),
  };
};

/** The result is right, or follows with a further amount that was told before. */
const isExplained = (
  { values, stated }: OwnSum,
  { amounts, others }: Figures,
  { premises, earlier }: CheckInput,
): boolean => {
  const told = [...premises, ...earlier].flatMap(({ quantities }) =>
    quantities.filter(({ kind }) => kind === 'money' || kind === 'count').map(({ value }) => value),
  );
  const counts = others.filter(({ kind }) => kind === 'count').map(({ value }) => value);
  const terms = amounts.filter((amount) => amount !== stated).map(({ value }) => value);
  const parts = [...values, ...terms];
  return (
    values.some((value) => isResult(value, stated)) ||
    orders(terms, told).some((value) => isResult(value, stated)) ||
    told.some((more) =>
      parts.some((value) =>
        [
          value + more,
          Math.abs(value - more),
          value * more,
          ...counts.map((count) => value + count * more),
        ].some((result) => isResult(result, stated)),
      ),
    )
  );
};

const COUNTS_MAX = 4;
const TERMS_MAX = 4;

/** What amounts make with the counts that were told: two adults and a child. Bounded: 4 amounts, 4 counts. */
const orders = (terms: readonly number[], told: readonly number[]): number[] => {
  const counts = [1, ...told.slice(0, COUNTS_MAX)];
  return terms.length > TERMS_MAX
    ? []
    : terms.reduce<number[]>(
        (sums, term) => sums.flatMap((sum) => counts.map((count) => sum + count * term)),
        [0],
      );
};

/** Amounts may be rounded to the cent, those without cents to the whole. */
const isResult = (value: number, { value: stated }: Quantity): boolean =>
  Math.abs(value - stated) <= (Number.isInteger(stated) ? 0.5 : 0.011);

/** "A and B, C together": the last is the sum of the others. */
const total = ({ amounts, others, text }: Figures): OwnSum | null => {
  const [first, second] = amounts;
  const last = amounts.at(-1);
  if (amounts.length < 3 || others.length > 0 || first === undefined || second === undefined) return null;
  if (last === undefined || !JOINED.test(text.slice(first.end_char, second.start_char))) return null;
  if (!TOTAL.test(text.slice(second.end_char)) || amounts.some(({ per }) => per !== last.per)) return null;
  const terms = amounts.slice(0, -1).map(({ value }) => value);
  const sum = terms.reduce((all, value) => all + value, 0);
  return {
    values: [sum, first.value + last.value - second.value],
    words: `${terms.map(format).join(' + ')} = ${format(sum)}`,
    stated: last,
    strength: STRENGTH.whole,
  };
};

/** "Twelve months at €58 make €696", "€6 a day, so €84 for 14 days". */
const product = ({ amounts, others, text }: Figures): OwnSum | null => {
  const [number] = others;
  const [a, b] = amounts;
  if (number === undefined || a === undefined || b === undefined) return null;
  if (others.length > 1 || amounts.length > 2 || !FACTORS.has(number.kind) || number.value <= 1) return null;
  const [rate, stated] = a.value < b.value ? [a, b] : [b, a];
  const isRate = (rate.per !== null && stated.per === null) || AT.test(text.slice(0, rate.start_char));
  if (!isRate || BESIDE.test(text) || !(concludes(text) || TOTAL.test(text))) return null;
  const times = number.kind === 'duration' ? PERIODS : [1];
  return {
    values: times.map((period) => number.value * period * rate.value),
    words: `${format(number.value)} × ${format(rate.value)} = ${format(number.value * rate.value)}`,
    stated,
    strength: STRENGTH.whole,
  };
};

/** "12% off CHF 72 makes CHF 60". */
const share = ({ amounts, others, text }: Figures): OwnSum | null => {
  const [percent] = others;
  const [a, b] = amounts;
  if (percent?.kind !== 'percent' || others.length > 1 || a === undefined || b === undefined) return null;
  if (amounts.length > 2 || BESIDE.test(text.slice(0, b.start_char))) return null;
  if (!(concludes(text) || TOTAL.test(text) || OFF.test(text))) return null;
  const [base, stated] = a.value > b.value ? [a, b] : [b, a];
  return { ...shareOf(percent, base, stated, OFF.test(text)), strength: STRENGTH.whole };
};

const shareOf = (
  percent: Quantity,
  base: Quantity,
  stated: Quantity,
  isOff: boolean,
): Omit<OwnSum, 'strength'> => {
  const part = (base.value * percent.value) / 100;
  const rest = base.value - part;
  return {
    values: [part, rest, base.value + part, base.value / (1 + percent.value / 100)],
    words: `${percent.text.trim()} ${isOff ? 'off' : 'of'} ${format(base.value)} = ${format(isOff ? rest : part)}`,
    stated,
  };
};

/** "That makes €696. With 8% off you pay €656": the figure that the sentence before ends on. */
const fromBefore = ({ amounts, others, text }: Figures, { earlier }: CheckInput): OwnSum | null => {
  const base = earlier.at(-1)?.quantities.findLast(({ kind }) => kind === 'money');
  const [first, last] = amounts;
  const [percent] = others;
  if (base === undefined || first === undefined || last === undefined || !comparable(base, first))
    return null;
  if (percent?.kind === 'percent' && others.length === 1 && amounts.length === 1 && OFF.test(text))
    return { ...shareOf(percent, base, first, true), strength: STRENGTH.before };
  if (amounts.length !== 2 || others.length > 0 || !LEFT.test(text)) return null;
  const rest = Math.abs(base.value - first.value);
  return {
    values: [rest],
    words: `${format(Math.max(base.value, first.value))} − ${format(Math.min(base.value, first.value))} = ${format(rest)}`,
    stated: last,
    strength: STRENGTH.before,
  };
};
