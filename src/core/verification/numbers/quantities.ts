import type { Quantity, QuantityKind } from '../../../schema/index.js';
import { DAY_OF_MONTH } from '../../reading/index.js';
import { monthDayOf } from './calendar.js';

const EPSILON = 1e-6;
const DURATION_UNITS_OF_DATES = new Set(['month', 'year']);

/** Whether two quantities measure the same thing, so that their values can be compared. */
export const comparable = (a: Quantity, b: Quantity): boolean => {
  if (a.kind === 'duration' && b.kind === 'duration') return true;
  const kindA = measureOf(a);
  const kindB = measureOf(b);
  if (kindA !== kindB) return false;
  if (kindA === 'money') return a.unit === b.unit || a.unit === 'money' || b.unit === 'money';
  if (kindA === 'count') return true; // whether the nouns agree is for the binding to say
  return true;
};

/** Ages are durations in years here: "12-year-olds" and "under 12 years" compare; counted points are points. */
export const measureOf = (quantity: Quantity): string =>
  quantity.kind === 'count' && quantity.unit.includes('points')
    ? 'points'
    : quantity.kind === 'age' || (quantity.kind === 'duration' && quantity.unit === 'year')
      ? 'years'
      : quantity.kind;

/** Whether two comparable quantities have the same value; business days equal only business days or bare days. */
export const sameValue = (a: Quantity, b: Quantity): boolean => {
  if (!comparable(a, b)) return false;
  if (isOfAnyMonth(a) || isOfAnyMonth(b)) return dayOf(a) !== null && dayOf(a) === dayOf(b);
  // "24 to 26 December" is more than the 24th.
  if (a.kind === 'date' && b.kind === 'date' && isSpan(a) !== isSpan(b)) return false;
  if (isOfAnyYear(a) !== isOfAnyYear(b)) return dayOfYear(a) !== null && dayOfYear(a) === dayOfYear(b);
  if (measureOf(a) === 'years' && measureOf(b) === 'years')
    return close(a.value, b.value) && closeMax(a.value_max, b.value_max);
  if (isFortnight(a, b) || isFortnight(b, a) || isSpokenHour(a, b) || isSpokenHour(b, a)) return true;
  if (a.kind === 'duration' && a.unit !== b.unit) {
    if (DURATION_UNITS_OF_DATES.has(a.unit) !== DURATION_UNITS_OF_DATES.has(b.unit)) {
      const hours = [a.base_value ?? 0, b.base_value ?? 0];
      return Math.abs((hours[0] ?? 0) - (hours[1] ?? 0)) <= 0.02 * Math.max(...hours);
    }
    return close(a.base_value ?? a.value, b.base_value ?? b.value);
  }
  if (a.base_value !== null && b.base_value !== null)
    return close(a.base_value, b.base_value) && closeMax(a.base_value_max, b.base_value_max);
  return close(a.value, b.value) && closeMax(a.value_max, b.value_max);
};

const isOfAnyMonth = ({ kind, unit }: Quantity): boolean => kind === 'date' && unit === DAY_OF_MONTH;
const isOfAnyYear = ({ kind, unit }: Quantity): boolean => kind === 'date' && unit === MONTH_DAY;
const MONTH_DAY = 'month_day';
const DAY_MS = 86_400_000;

/** "The 25th", "25 June": the day of its month; null for a whole month or year. */
const dayOf = ({ unit, value, value_max, comparator }: Quantity): number | null => {
  if (unit === DAY_OF_MONTH) return value;
  if (isSpan({ value_max, comparator })) return null;
  return unit === MONTH_DAY ? value % 100 : new Date(value * DAY_MS).getUTCDate();
};

/** "4 November", "4 November 2026": month × 100 + day; null for a whole month or year. */
const dayOfYear = ({ unit, value, value_max, comparator }: Quantity): number | null => {
  if (isSpan({ value_max, comparator })) return null;
  return unit === MONTH_DAY ? value : monthDayOf(value);
};

const isSpan = ({ value_max, comparator }: Pick<Quantity, 'value_max' | 'comparator'>): boolean =>
  value_max !== null && comparator === 'between';

/** "Closes at 18:00" beside "09:00-18:00": the hour at which a span begins or ends is no other hour. */
export const isEndOf = (hour: Quantity, span: Quantity): boolean =>
  hour.kind === 'time_of_day' &&
  span.kind === 'time_of_day' &&
  hour.value_max === null &&
  span.value_max !== null &&
  (close(hour.value, span.value) || close(hour.value, span.value_max));

/** "I spent 150" where the answer says "your £150": the customer's number with the unit that they left out. */
export const isToldBare = (quantity: Quantity, told: readonly Quantity[]): boolean =>
  UNITS_LEFT_OUT.has(quantity.kind) &&
  told.some(
    ({ kind, unit, value }) =>
      kind === 'count' && (unit === 'number' || unit.startsWith('fee.')) && close(value, quantity.value),
  );

/** "10 kg, not 12", where the customer spoke of 12 kg: the answer leaves out the unit. */
export const isToldUnit = (quantity: Quantity, told: readonly Quantity[]): boolean =>
  isBare(quantity) && told.some(({ kind, value }) => kind !== 'date' && close(value, quantity.value));

const isBare = ({ kind, unit }: Quantity): boolean => kind === 'count' && unit === 'number';

/** "Under five" beside "from 5 years": an age whose years are left out on one side. */
export const isAgeWithoutYears = (a: Quantity, b: Quantity): boolean =>
  ((isBare(a) && measureOf(b) === 'years') || (isBare(b) && measureOf(a) === 'years')) &&
  close(a.value, b.value) &&
  closeMax(a.value_max, b.value_max);

const UNITS_LEFT_OUT: ReadonlySet<QuantityKind> = new Set(['money', 'weight', 'length', 'percent', 'points']);

/** French "quinze jours" is said of two weeks, "une quinzaine" of 15 days. */
const isFortnight = (said: Quantity, other: Quantity): boolean =>
  other.value === (said.unit === 'week' ? 15 : 2) &&
  (said.unit === 'week' ? other.unit === 'day' : said.unit === 'day' && other.unit === 'week') &&
  /quinz/i.test(said.text);

/** "Half past eleven" is said of 11:30 and of 23:30, "six o'clock" and "until six" of 6:00 and of 18:00. */
const isSpokenHour = (said: Quantity, other: Quantity): boolean =>
  said.kind === 'time_of_day' &&
  SPOKEN_HOUR.test(said.text) &&
  !TELLS_HALF.test(said.text) &&
  close(said.value % HALF_DAY, other.value % HALF_DAY);
const SPOKEN_HOUR =
  /half past|quarter|et demie?|quart$|o['’]clock$|^(?:(?:until|till|by|at) )?(?:\d\d?|[a-z]+)$/i;
const TELLS_HALF = /noon|midday|midnight|midi|minuit|morning|evening|night|matin|soir/i;
const HALF_DAY = 720;

const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= EPSILON * Math.max(1, Math.abs(a), Math.abs(b));
const closeMax = (a: number | null, b: number | null): boolean => a === null || b === null || close(a, b);

type Side = 'upper' | 'lower' | 'none';
const side = (quantity: Quantity): Side =>
  quantity.comparator === 'at_most' || quantity.comparator === 'less_than'
    ? 'upper'
    : quantity.comparator === 'at_least' || quantity.comparator === 'more_than'
      ? 'lower'
      : 'none';

/** Whether a number is a limit: "at most", "within", "from", "between". */
export const isBound = ({ comparator }: Quantity): boolean =>
  comparator !== 'equal' && comparator !== 'about';

/** Whether equal values bound in opposite directions: "at most 3" against "at least 3". */
export const opposedBounds = (a: Quantity, b: Quantity): boolean => {
  const [sideA, sideB] = [side(a), side(b)];
  return sideA !== 'none' && sideB !== 'none' && sideA !== sideB && isOfMeasuredKind(a);
};

const COMPLEMENT: Readonly<Partial<Record<Quantity['comparator'], Quantity['comparator']>>> = {
  at_most: 'more_than',
  more_than: 'at_most',
  at_least: 'less_than',
  less_than: 'at_least',
};

/** "Up to 50" and "more than 50": what a rule says of the one side, turned round, is often said of the other. */
export const boundsOtherSide = (a: Quantity, b: Quantity): boolean =>
  COMPLEMENT[a.comparator] === b.comparator;

const isOfMeasuredKind = (quantity: Quantity): boolean =>
  quantity.kind !== 'date' && quantity.kind !== 'time_of_day' && quantity.kind !== 'duration';

/** How a number of a claim stands to a different number of a policy. */
export type Bearing =
  /** Both state a value, or both the same bound: they cannot both hold of one thing. */
  | 'rival'
  /** The claim's number is a case within the policy's bound, or the policy's number within the claim's. */
  | 'inside'
  /** A plain number beyond the other's bound. */
  | 'outside'
  /** They bound from opposite sides. */
  | 'opposite';

/** Compares the bounds of two comparable quantities with different values. */
export const bearingOf = (claim: Quantity, policy: Quantity): Bearing => {
  const [own, other] = [side(claim), side(policy)];
  // A day of some month and a day of any month stand in no order.
  if (isOfAnyMonth(claim) !== isOfAnyMonth(policy)) return own === other ? 'rival' : 'inside';
  const [ownRange, otherRange] = [claim.comparator === 'between', policy.comparator === 'between'];
  if (ownRange || otherRange) {
    if (ownRange && otherRange) return 'rival';
    const [range, point] = ownRange ? [claim, policy] : [policy, claim];
    return holdsPoint(range, point) ? 'inside' : 'outside';
  }
  if (own === other) return 'rival';
  if (own !== 'none' && other !== 'none') return 'opposite';
  const [bound, point] = own === 'none' ? [policy, claim] : [claim, policy];
  return holdsPoint(bound, point) ? 'inside' : 'outside';
};

const holdsPoint = (bound: Quantity, point: Quantity): boolean => {
  const areYears = measureOf(bound) === 'years' && measureOf(point) === 'years';
  const [limit, value] = areYears ? [bound.value, point.value] : [amount(bound), amount(point)];
  const limitMax = areYears ? bound.value_max : (bound.base_value_max ?? bound.value_max);
  switch (bound.comparator) {
    case 'at_most':
      return value <= limit;
    case 'less_than':
      return value < limit;
    case 'at_least':
      return value >= limit;
    case 'more_than':
      return value > limit;
    case 'between':
      return value >= limit && value <= (limitMax ?? limit);
    default:
      return close(value, limit);
  }
};

/** The number in the base of its kind; a duration without one (business days) counts its days. */
const amount = (quantity: Quantity): number =>
  quantity.base_value ?? (quantity.kind === 'duration' ? quantity.value * 24 : quantity.value);
