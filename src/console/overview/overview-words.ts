import type { Language } from '../../schema/index.js';
import { OVERVIEW_TEXTS, type OverviewTexts } from '../texts/index.js';

/** How the overview says figures in one language. */
export interface OverviewWords {
  lang: Language;
  texts: OverviewTexts;
  /** In [0, 1], as a percentage. */
  share(value: number | null): string;
  count(value: number): string;
  /** With one digit after the point. */
  mean(value: number | null): string;
  /** Seconds, in the two largest units. */
  duration(seconds: number | null): string;
  /** A local day: "1 Mar". */
  day(iso: string): string;
  /** A local day with its year. */
  fullDay(iso: string): string;
}

const LOCALES: Record<Language, string> = { en: 'en-GB', fr: 'fr-CA' };

/** The parts of a span, largest first, in seconds. */
const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

export const overviewWords = (lang: Language): OverviewWords => {
  const locale = LOCALES[lang];
  const texts = OVERVIEW_TEXTS[lang];
  const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const orNone = (format: Intl.NumberFormat) => (value: number | null) =>
    value === null ? texts.none : format.format(value);
  const days = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (iso: string) => format.format(Date.parse(`${iso}T00:00:00Z`));
  };
  const inUnit = (value: number, unit: string) =>
    numbers({ style: 'unit', unit, unitDisplay: 'short' }).format(value);
  return {
    lang,
    texts,
    share: orNone(numbers({ style: 'percent', maximumFractionDigits: 0 })),
    count: orNone(numbers({ maximumFractionDigits: 0 })),
    mean: orNone(numbers({ maximumFractionDigits: 1 })),
    duration: (seconds) => {
      if (seconds === null) return texts.none;
      const at = UNITS.findIndex((one) => seconds >= one.seconds);
      const [first, second] = UNITS.slice(at === -1 ? UNITS.length - 1 : at);
      if (first === undefined) return texts.none;
      const whole = Math.floor(seconds / first.seconds);
      const rest = second === undefined ? 0 : Math.floor((seconds % first.seconds) / second.seconds);
      const main = inUnit(whole, first.unit);
      return second === undefined || rest === 0 ? main : `${main} ${inUnit(rest, second.unit)}`;
    },
    day: days({ day: 'numeric', month: 'short' }),
    fullDay: days({ day: 'numeric', month: 'long', year: 'numeric' }),
  };
};
