import type { Language } from '../../schema/index.js';
import { isAgeInYears, isBareAge } from './ages.js';
import { countedNoun } from './counted.js';
import {
  currencyAfter,
  currencyBefore,
  currencyOfMillions,
  type FoundUnit,
  unitAt,
  unitBehindMore,
} from './number-units.js';
import { halfAfter, type NumberSpan } from './numbers.js';
import { bareHours } from './opening-hours.js';
import { measuredDraft, newDraft, type QuantityDraft } from './quantity-draft.js';
import { isRange, type SecondNumber, secondNumber, withMax } from './ranges.js';
import type { Token } from './tokenise.js';
import { baseValue } from './units.js';

/** A number among its tokens, with the one that follows it. */
interface NumberInText {
  tokens: readonly Token[];
  lang: Language;
  number: NumberSpan;
  /** The end of the range that the number opens. */
  rangeEnd: SecondNumber | null;
  /** The next number of a list that is no range: "55 x 40 x 23 cm". */
  listed: SecondNumber | null;
  /** Index behind the number or range. */
  to: number;
}

/** What a number measures: money, a unit, an age or things counted; with the range that it opens. */
export function readMeasure(tokens: readonly Token[], lang: Language, number: NumberSpan): QuantityDraft {
  const second = secondNumber(tokens, lang, number.to);
  const hours = second === null ? null : bareHours(tokens, number, second);
  if (second !== null && hours !== null) {
    const { opens, closes } = hours;
    const { from } = number;
    const opening = newDraft({
      kind: 'time_of_day',
      value: opens,
      unit: 'time',
      base: opens,
      from,
      to: second.to,
    });
    return withMax(opening, closes, closes);
  }
  const found: NumberInText =
    second !== null && isRange(tokens, number, second)
      ? { tokens, lang, number, rangeEnd: second, listed: null, to: second.to }
      : { tokens, lang, number, rangeEnd: null, listed: second, to: number.to };
  return readMoney(found) ?? readUnits(found) ?? readCount(found);
}

function readMoney({ tokens, number, rangeEnd, to }: NumberInText): QuantityDraft | null {
  const before = currencyBefore(tokens, number.from);
  const after = currencyAfter(tokens, to) ?? currencyOfMillions(tokens, to);
  if (before === null && after === null) return null;
  const known = [before?.unit, after?.unit].find((unit) => unit !== undefined && unit !== 'money') ?? 'money';
  const draft = newDraft({
    kind: 'money',
    value: number.value,
    unit: known,
    base: number.value,
    from: before?.from ?? number.from,
    to: after?.to ?? to,
  });
  return rangeEnd === null ? draft : withMax(draft, rangeEnd.value, rangeEnd.value);
}

function readUnits(found: NumberInText): QuantityDraft | null {
  const { tokens, number, rangeEnd, listed, to } = found;
  const unit = unitAt(tokens, to) ?? unitBehindMore(tokens, to) ?? unitOfList(found);
  if (unit === null) return null;
  const unitTo = listed !== null && unit.to > to + 2 ? number.to : unit.to;
  let { meaning } = unit;
  if (meaning.unit === 'year' && meaning.kind === 'duration' && isAgeInYears(tokens, number.from, unitTo)) {
    meaning = { kind: 'age', unit: 'year', factor: 1, base: 1 };
  }
  const half = rangeEnd !== null || meaning.kind !== 'duration' ? null : halfAfter(tokens, unitTo);
  const draft = measuredDraft({
    meaning,
    value: half === null ? number.value : number.value + 0.5,
    from: number.from,
    to: half ?? unitTo,
  });
  if (rangeEnd === null) return draft;
  const max = Number((rangeEnd.value * meaning.factor).toFixed(6));
  return withMax(draft, max, baseValue(meaning, max));
}

/** "55 x 40 x 23 cm", "24 and 48 hours": the unit stands behind the last number of the list. */
function unitOfList({ tokens, lang, listed }: NumberInText): FoundUnit | null {
  if (listed === null) return null;
  const direct = unitAt(tokens, listed.to);
  if (direct !== null) return direct;
  const next = secondNumber(tokens, lang, listed.to);
  return next === null ? null : unitAt(tokens, next.to);
}

function readCount({ tokens, lang, number, rangeEnd, to }: NumberInText): QuantityDraft {
  const { value, from } = number;
  const isAge = isBareAge(tokens, from, to);
  const unit = isAge ? 'year' : (countedNoun(tokens, lang, { to, value }) ?? 'number');
  const draft = newDraft({ kind: isAge ? 'age' : 'count', value, unit, base: value, from, to });
  return rangeEnd === null ? draft : withMax(draft, rangeEnd.value, rangeEnd.value);
}
