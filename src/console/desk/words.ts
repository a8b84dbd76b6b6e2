import type { Evidence, Language } from '../../schema/index.js';
import { DESK_TEXTS, type DeskTexts } from '../texts/index.js';

/** How the desk says things to one agent: language, and the operator's time. */
export interface DeskWords {
  lang: Language;
  texts: DeskTexts;
  nowMs: number;
  /** "14:05", with the day before it where it is not today. */
  time(atMs: number): string;
  /** "Monday 09:00". */
  weekTime(atMs: number): string;
  /** "15 January 2026". */
  day(iso: string): string;
}

const LOCALES: Record<Language, string> = { en: 'en-GB', fr: 'fr-CA' };
const DAY_MS = 24 * 3_600_000;

export const deskWords = (lang: Language, nowMs: number, timeZone: string): DeskWords => {
  const locale = LOCALES[lang];
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const long = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const week = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const today = short.format(nowMs);
  return {
    lang,
    texts: DESK_TEXTS[lang],
    nowMs,
    time: (atMs) => {
      const day = short.format(atMs);
      return day === today ? hour.format(atMs) : `${day}, ${hour.format(atMs)}`;
    },
    weekTime: (atMs) => week.format(atMs),
    day: (iso) => long.format(Date.parse(`${iso}T00:00:00Z`)),
  };
};

/** When a clause holds; `effective_to` is the first day on which it no longer does. */
export const inForceWords = (
  { effective_from, effective_to }: Pick<Evidence, 'effective_from' | 'effective_to'>,
  { texts, day }: DeskWords,
): string => {
  const last =
    effective_to === null
      ? null
      : day(new Date(Date.parse(`${effective_to}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10));
  if (effective_from !== null && last !== null) return texts.from_until(day(effective_from), last);
  if (effective_from !== null) return texts.from(day(effective_from));
  return last === null ? texts.always : texts.until(last);
};

/** "policies/bereavement.md, 5. How to request it". */
export const placeOf = ({ source, section }: Pick<Evidence, 'source' | 'section'>): string =>
  section === '' ? source : `${source}, ${section}`;
