import type { Language } from '../../schema/index.js';
import { newDraft, type QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

/** The unit of a day that any month has: the value is 1 to 31. */
export const DAY_OF_MONTH = 'day_of_month';

const LEADS_TO_DAY = new Set('by on until till before after from since past than'.split(' '));
/** What may stand behind a day that is no thing: "by the 25th for a start in May", not "on the 2nd floor". */
const BEHIND_DAY = new Set('for at if when so that we you it each every in and but to'.split(' '));
const BEHIND_FRENCH_DAY = new Set('et mais puis car donc'.split(' '));
const MONTHS_AWAY_MAX = 4;

/** "By the 25th", "on the 3rd of each month", « jusqu'au 10 », « le 25 du mois »; null for anything else. */
export function readDayOfMonth(tokens: readonly Token[], from: number, lang: Language): QuantityDraft | null {
  const isDay = lang === 'fr' ? isFrenchDay(tokens, from) : isEnglishDay(tokens, from);
  const value = tokens[from]?.value ?? null;
  if (!isDay || value === null || !Number.isInteger(value)) return null;
  return newDraft({ kind: 'date', value, unit: DAY_OF_MONTH, base: null, from, to: from + 1 });
}

const MONTH = new Set(['month', 'mois']);
const namesMonth = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(at, at + MONTHS_AWAY_MAX).some(({ form }) => MONTH.has(form));

const isEnglishDay = (tokens: readonly Token[], from: number): boolean => {
  const [lead, the, day, next] = tokens.slice(Math.max(0, from - 2), from + 2);
  if (day === undefined || day !== tokens[from] || day.kind !== 'ordinal' || the?.form !== 'the')
    return false;
  if (next?.form === 'of') return namesMonth(tokens, from + 2);
  const isLed = LEADS_TO_DAY.has(lead?.form ?? '') || lead?.concept?.startsWith('time.') === true;
  return isLed && (next === undefined || next.kind === 'punct' || BEHIND_DAY.has(next.form));
};

const isFrenchDay = (tokens: readonly Token[], from: number): boolean => {
  const [before, day, next] = [tokens[from - 1], tokens[from], tokens[from + 1]];
  if (day === undefined || (day.kind !== 'number' && day.kind !== 'ordinal')) return false;
  if (before === undefined || !['le', 'au', 'du'].includes(before.form)) return false;
  if (['du', 'de', 'd'].includes(next?.form ?? '')) return namesMonth(tokens, from + 1);
  const isAlone =
    next === undefined ||
    (next.kind === 'punct' ? !/^[-–—/(]$/.test(next.text) : BEHIND_FRENCH_DAY.has(next.form));
  return isAlone && before.form !== 'du' && day.kind === 'number';
};
