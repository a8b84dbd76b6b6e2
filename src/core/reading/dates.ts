import type { Language } from '../../schema/index.js';
import { numberWords } from '../lexicon/index.js';
import { readDayOfMonth } from './days-of-month.js';
import { isOfHours } from './opening-hours.js';
import { hourOfDay } from './parts-of-day.js';
import { newDraft, type QuantityDraft } from './quantity-draft.js';
import { spokenTime } from './spoken-times.js';
import { epochDay, type Token } from './tokenise.js';

const isYear = (token: Token | undefined): token is Token & { value: number } =>
  token !== undefined &&
  token.kind === 'number' &&
  token.text.length === 4 &&
  (token.value ?? 0) >= 1900 &&
  (token.value ?? 0) <= 2100;

const dayNumber = (token: Token | undefined): number | null =>
  (token?.kind === 'number' || token?.kind === 'ordinal') &&
  token.value !== null &&
  token.value >= 1 &&
  token.value <= 31
    ? token.value
    : null;

const DAY_MS_BASE = 'date';
const NOON: Readonly<Record<string, number>> = {
  noon: 720,
  midday: 720,
  midnight: 1440,
  midi: 720,
  minuit: 1440,
};
const YEAR_CUES = new Set([
  'in',
  'since',
  'of',
  'en',
  'depuis',
  'during',
  'from',
  'until',
  'before',
  'after',
  'avant',
  'apres',
  'fin',
  'end',
  'year',
  'annee',
]);

function calendarDay(
  day: number,
  month: number,
  year: number | null,
  from: number,
  to: number,
): QuantityDraft | null {
  if (year === null) {
    return newDraft({ kind: 'date', value: month * 100 + day, unit: 'month_day', base: null, from, to });
  }
  const value = epochDay(year, month, day);
  return value === null ? null : newDraft({ kind: 'date', value, unit: DAY_MS_BASE, base: value, from, to });
}

function span(
  firstDay: number | null,
  lastDay: number | null,
  from: number,
  to: number,
): QuantityDraft | null {
  if (firstDay === null || lastDay === null) return null;
  const draft = newDraft({ kind: 'date', value: firstDay, unit: DAY_MS_BASE, base: firstDay, from, to });
  return { ...draft, comparator: 'between', max: lastDay, baseMax: lastDay };
}

/** "Children from 12 may ride": a permission and no month, before what may be done. */
const mayAct = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.text === 'may' &&
  (/^(?:act|event)\./.test(tokens[at + 1]?.concept ?? '') || BEHIND_MAY.has(tokens[at + 1]?.form ?? ''));
const BEHIND_MAY = new Set(
  'be also only have not never still then bring take get have go do make stay'.split(' '),
);

/**
 * A date in words at `from`: "15 March 2026", "March 15, 2026", "le 1er mars", "March 2026", "in 2026".
 * A day without a year has the unit "month_day" and the value month × 100 + day; a month or year is a range of days.
 */
export function readDate(tokens: readonly Token[], from: number, lang: Language): QuantityDraft | null {
  const token = tokens[from];
  if (token === undefined) return null;
  if (token.kind === 'date' && token.value !== null) {
    return newDraft({
      kind: 'date',
      value: token.value,
      unit: DAY_MS_BASE,
      base: token.value,
      from,
      to: from + 1,
    });
  }
  const months = numberWords(lang).month;
  const day = dayNumber(token);
  if (day !== null) {
    const at = monthBehind(tokens, from, months);
    const shared = at ?? sharedMonth(tokens, from, months);
    const month = shared === null ? undefined : months.get(tokens[shared]?.form ?? '');
    if (shared === null || month === undefined) return readDayOfMonth(tokens, from, lang);
    const year = tokens[shared + 1];
    const to = at === null ? from + 1 : isYear(year) ? at + 2 : at + 1;
    return calendarDay(day, month, isYear(year) ? year.value : null, from, to);
  }
  const month =
    token.kind === 'word' && (lang === 'fr' || token.text !== token.form)
      ? months.get(token.form)
      : undefined;
  if (month !== undefined) return dateAfterMonth(tokens, from, month);
  if (isYear(token) && YEAR_CUES.has(tokens[from - 1]?.form ?? '')) {
    return span(epochDay(token.value, 1, 1), epochDay(token.value, 12, 31), from, from + 1);
  }
  return null;
}

/** Where the month of a day stands: "15 March", "15th of March". */
const monthBehind = (
  tokens: readonly Token[],
  day: number,
  months: ReadonlyMap<string, number>,
): number | null => {
  const at = tokens[day + 1]?.form === 'of' ? day + 2 : day + 1;
  return months.has(tokens[at]?.form ?? '') && !mayAct(tokens, at) ? at : null;
};

const JOINS_DAYS = new Set(['and', 'or', 'to', 'et', 'ou', 'au', '-', '–']);
const BEFORE_DAY = new Set(['the', 'le', 'les']);
/** Days that may share a month: "on 6, 13, 20 and 27 June". */
const SHARED_MAX = 6;

/** Where the month stands that a day shares with the last of several: "14 to 16 October", « les 8, 9 et 12 mai ». */
const sharedMonth = (
  tokens: readonly Token[],
  day: number,
  months: ReadonlyMap<string, number>,
): number | null => {
  let at = day;
  for (let days = 1; days < SHARED_MAX; days++) {
    at++;
    const isJoined = JOINS_DAYS.has(tokens[at]?.form ?? '') || JOINS_DAYS.has(tokens[at]?.text ?? '');
    if (!isJoined && tokens[at]?.text !== ',') return null;
    at++;
    if (BEFORE_DAY.has(tokens[at]?.form ?? '')) at++;
    if (dayNumber(tokens[at]) === null) return null;
    const month = monthBehind(tokens, at, months);
    // "Section 4, 12 May": a list ends with "and".
    if (month !== null) return isJoined ? month : null;
  }
  return null;
};

function dateAfterMonth(tokens: readonly Token[], from: number, month: number): QuantityDraft | null {
  const next = tokens[from + 1];
  const day = isYear(next) ? null : dayNumber(next);
  if (day !== null) {
    const at = tokens[from + 2]?.text === ',' ? from + 3 : from + 2;
    const year = tokens[at];
    return calendarDay(day, month, isYear(year) ? year.value : null, from, isYear(year) ? at + 1 : from + 2);
  }
  if (!isYear(next)) return null;
  const last = month === 12 ? epochDay(next.value + 1, 1, 1) : epochDay(next.value, month + 1, 1);
  return span(epochDay(next.value, month, 1), last === null ? null : last - 1, from, from + 2);
}

const HOUR_CUES = new Set(['a', 'avant', 'des', 'vers', 'apres', 'jusque', 'au', 'de', 'entre', 'et']);
const BEFORE_AFTER = new Set(['avant', 'apres', 'suivant', 'suivantes', 'plus', 'de', 'precedant', 'd']);

/** The hours of the day up to which something may be done; "jusqu'à 24 h" are so many hours. */
const UNTIL_HOURS = { from: 6, to: 23 } as const;
/** Behind a number of hours that something lasts or that is counted: "jusqu'à 12 h par jour", "jusqu'à 8 h consécutives". */
const COUNTED_HOURS = /^(?:par|pour|consecuti|pleine|entiere|supplementaire|maximum|ouvr|travail|chaque)/;
/** Before it hours last: "dure jusqu'à 8 h", "un délai qui va jusqu'à 12 h". */
const LASTING = /^(?:dur|delai|attente|attendre|retard|prend|trajet|pendant|valable)/;
const LASTING_REACH = 6;

/** "Jusqu'à 18 h la veille", "jusqu'à 6 h dans tous les cas": an hour of the day, unless so many hours are told of. */
const isUntilHour = (tokens: readonly Token[], from: number): boolean => {
  const [hour, cue] = [tokens[from]?.value ?? 0, tokens[from - 1]];
  if (cue?.concept !== 'cmp.at_most' || !tokens[cue.phraseStart]?.form.startsWith('jusqu')) return false;
  if (hour < UNTIL_HOURS.from || hour > UNTIL_HOURS.to) return false;
  if (COUNTED_HOURS.test(tokens[from + 2]?.form ?? '')) return false;
  const before = tokens.slice(Math.max(0, cue.phraseStart - LASTING_REACH), cue.phraseStart);
  return !before.some(({ form }) => LASTING.test(form));
};

const DOTTED = /^(\d{1,2})\.([0-5]\d)$/;
const HALF_DAY = 12;

/** "3.10pm", "7.45 am": minutes since midnight, or null. */
const dottedTime = (tokens: readonly Token[], from: number): number | null => {
  const half = tokens[from + 1]?.form;
  const parts = DOTTED.exec(tokens[from]?.text ?? '');
  if (parts === null || (half !== 'am' && half !== 'pm')) return null;
  const hour = Number(parts[1]);
  if (hour < 1 || hour > HALF_DAY) return null;
  return ((hour % HALF_DAY) + (half === 'pm' ? HALF_DAY : 0)) * 60 + Number(parts[2]);
};

/** "21 h ce soir", "18 h la veille": hours with the day that they are of are no hours that pass. */
const isOnNamedDay = (tokens: readonly Token[], at: number): boolean => {
  const [first, second] = [tokens[at]?.form ?? '', tokens[at + 1]?.form ?? ''];
  return (
    /^(?:demain|hier|aujourd)/.test(first) ||
    (first === 'ce' && /^(?:soir|matin)$/.test(second)) ||
    (first === 'la' && second === 'veille') ||
    (first === 'le' && /^(?:lendemain|jour|matin|soir)$/.test(second) && tokens[at + 2]?.form !== 'de')
  );
};

const SPENT = /^(?:retard|avance|delai|trajet|vol|route|attente|marche|travail|plus|moins)$/;

/** « 2 h 40 de retard » is so long, no time of the day. */
const isSpent = (tokens: readonly Token[], at: number): boolean =>
  (tokens[at]?.form === 'de' || tokens[at]?.form === 'd') && SPENT.test(tokens[at + 1]?.form ?? '');

const hours = (minutes: number, from: number): QuantityDraft =>
  newDraft({
    ...{ kind: 'duration', value: minutes / 60, unit: 'hour', base: minutes / 60 },
    ...{ from, to: from + 1 },
  });

/** A time of day at `from`: "7:00", "7 pm", "19 h 30", "à 19 h", "noon", "7 o'clock", "half past 7", in minutes since midnight; « 2 h 40 de retard » as hours that pass. */
export function readTime(tokens: readonly Token[], from: number, lang: Language): QuantityDraft | null {
  const token = tokens[from];
  if (token === undefined) return null;
  const time = (value: number, to: number): QuantityDraft =>
    newDraft({ kind: 'time_of_day', value, unit: 'time', base: value, from, to });
  if (token.kind === 'time' && token.value !== null)
    return isSpent(tokens, from + 1) ? hours(token.value, from) : time(token.value, from + 1);
  const spoken = spokenTime(tokens, from, lang);
  if (spoken !== null) return time(spoken.minutes, spoken.to);
  const hour = hourOfDay(tokens, from, lang);
  if (hour !== null) return time(hour.minutes, hour.to);
  const named = token.kind === 'word' ? NOON[token.form] : undefined;
  if (named !== undefined) return time(named, from + 1);
  const dotted = dottedTime(tokens, from);
  if (dotted !== null) return time(dotted, from + 2);
  if (token.kind !== 'number' || token.value === null || token.value > 24 || !Number.isInteger(token.value))
    return null;
  if (isOfHours(tokens, from)) return time(token.value * 60, from + 2);
  if (lang !== 'fr') return null;
  const unit = tokens[from + 1];
  if (unit?.form !== 'h' && unit?.form !== 'heures') return null;
  if (BEFORE_AFTER.has(tokens[from + 2]?.form ?? '')) return null;
  if (token.value > 0 && isOnNamedDay(tokens, from + 2)) return time(token.value * 60, from + 2);
  const cue = tokens[from - 1];
  const isRange = cue?.form === 'de' && tokens[from + 2]?.form === 'a';
  const afterCue =
    cue !== undefined &&
    HOUR_CUES.has(cue.form) &&
    cue.form !== 'de' &&
    cue.concept?.startsWith('cmp.') !== true;
  if (cue?.form === 'a' && cue.phraseEnd - cue.phraseStart > 1)
    return isUntilHour(tokens, from) ? time(token.value * 60, from + 2) : null;
  return isRange || afterCue ? time(token.value * 60, from + 2) : null;
}
