import type { Quantity } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import {
  dayNumber,
  dayOf,
  endsOfToldMonths,
  hoursMeant,
  isBetweenTold,
  workingDaysFrom,
} from './calendar.js';

const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;
const MINUTES_A_DAY = 1440;

/**
 * Whether a day or an hour follows from what the customer told and a period of the policies: the end of "in March" and 15 days
 * make 15 April, a slot "11-12" and two hours before it 9:00. That no policy names it says nothing then.
 */
export const isCountedFromTold = (quantity: Quantity, input: CheckInput): boolean =>
  quantity.kind === 'date'
    ? isCountedFromMonth(quantity, input)
    : quantity.kind === 'time_of_day' && isCountedFromHour(quantity, input);

/** Least share of what the nearest passage has in common with the claim and the question, for a passage to lend a period. */
const NEAR = 0.6;

const policyPeriods = ({ evidence }: CheckInput): Quantity[] => {
  const most = Math.max(0, ...evidence.map(({ coverage_in_context }) => coverage_in_context));
  return evidence
    .filter(({ coverage_in_context }) => coverage_in_context >= NEAR * most)
    .flatMap(({ facts }) =>
      facts.values.flatMap(({ quantity }) => (quantity.kind === 'duration' ? [quantity] : [])),
    );
};

const isCountedFromMonth = (date: Quantity, input: CheckInput): boolean => {
  const today = dayNumber(input.as_of);
  const day = dayOf(date, today);
  if (day === null) return false;
  const ends = endsOfToldMonths([...input.premises, ...input.earlier], today);
  return policyPeriods(input).some(({ unit, value, base_value }) =>
    ends.some((end) =>
      unit === 'business_day'
        ? workingDaysFrom(end, value) === day
        : base_value !== null && end + base_value / HOURS_A_DAY === day,
    ),
  );
};

const isCountedFromHour = (hour: Quantity, input: CheckInput): boolean => {
  if (hour.value_max !== null) return false;
  const told = [...input.premises, ...input.earlier, input.reading]
    .flatMap(({ quantities }) => quantities)
    .filter((each) => each !== hour);
  const hours = told.flatMap((each) =>
    each.kind === 'time_of_day' ? hoursMeant(each) : isBareSlot(each) ? slotEnds(each) : [],
  );
  return policyPeriods(input).some(({ unit, base_value }) => {
    if ((unit !== 'hour' && unit !== 'minute') || base_value === null) return false;
    const minutes = base_value * MINUTES_AN_HOUR;
    return hours.some((from) =>
      [from + minutes, from - minutes].some(
        (at) => (at - hour.value + 2 * MINUTES_A_DAY) % MINUTES_A_DAY === 0,
      ),
    );
  });
};

/** "My 11-12 slot": hours without a unit. */
const isBareSlot = ({ kind, comparator, value, value_max }: Quantity): boolean =>
  kind === 'count' &&
  comparator === 'between' &&
  value_max !== null &&
  value < value_max &&
  value_max <= HOURS_A_DAY;

const slotEnds = ({ value, value_max }: Quantity): number[] =>
  [value, value_max ?? value].map((each) => each * MINUTES_AN_HOUR);

/** "50 minutes after your slot", said to whoever told both hours: a figure of their case, whatever limit the policy sets. */
export const isBetweenToldHours = (quantity: Quantity, { premises, as_of }: CheckInput): boolean =>
  (quantity.unit === 'hour' || quantity.unit === 'minute') &&
  (quantity.comparator === 'equal' || quantity.comparator === 'about') &&
  isBetweenTold(
    quantity,
    premises.flatMap(({ quantities }) => quantities),
    dayNumber(as_of),
  );

const BEGUN = /^\s*(?:begun|started|commencée?s?|entamée?s?)(?!\p{L})/iu;

/** "Two weeks begun" of 11 days, where 16 were told, "three hours begun" of 2 h 20: what a rule makes of the customer's period. */
export const isBegunPeriod = (
  quantity: Quantity,
  { claim, premises, earlier, reading }: CheckInput,
): boolean => {
  const { kind, value, base_value, end_char } = quantity;
  if (kind !== 'duration' || base_value === null || value < 1) return false;
  if (!BEGUN.test(claim.text.slice(end_char))) return false;
  const unit = base_value / value;
  return [...premises, ...earlier, reading].some(({ quantities }) =>
    quantities.some(
      (told) =>
        told !== quantity &&
        told.kind === 'duration' &&
        told.base_value !== null &&
        Math.ceil(told.base_value / unit) >= value,
    ),
  );
};
