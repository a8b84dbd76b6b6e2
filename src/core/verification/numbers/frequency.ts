/** How often something happens. */
export interface Frequency {
  /** Days from one time to the next, a fraction for hours and minutes; months count 30, years 360. */
  days: number;
  text: string;
}

const UNIT_DAYS: Readonly<Record<string, number>> = {
  minute: 1 / 1440,
  hour: 1 / 24,
  heure: 1 / 24,
  hourly: 1 / 24,
  day: 1,
  jour: 1,
  daily: 1,
  quotidien: 1,
  week: 7,
  semaine: 7,
  weekly: 7,
  hebdomadaire: 7,
  month: 30,
  mois: 30,
  monthly: 30,
  mensuel: 30,
  quarter: 90,
  trimestre: 90,
  quarterly: 90,
  trimestriel: 90,
  year: 360,
  an: 360,
  annee: 360,
  yearly: 360,
  annually: 360,
  annuel: 360,
};
const NUMBERS: Readonly<Record<string, number>> = {
  second: 2,
  other: 2,
  two: 2,
  deux: 2,
  three: 3,
  trois: 3,
  four: 4,
  quatre: 4,
  six: 6,
};
const EVERY =
  /\b(?:each|every|per|par|chaque|tous les|toutes les|once an?|twice an?|times an?|fois l')\s*(?:(\d{1,2}|second|other|two|three|four|six|deux|trois|quatre)\s+)?(minute|hour|heure|day|week|month|quarter|year|jour|semaine|mois|trimestre|an(?:née)?)s?\b|\b(hourly|daily|weekly|monthly|quarterly|yearly|annually|quotidien|hebdomadaire|mensuel|trimestriel|annuel)(?:le)?(?:s|ment)?\b/gi;

const TIMES_A =
  /(?<!\p{L})(?:(twice|two times|deux fois)|(three|four|six|trois|quatre|\d{1,2}) (?:times|fois))\s+(?:an?|per|par|each|every|chaque|l['’])?\s*$/iu;

/** The longest of these words, with spaces. */
const TIMES_CHARS = 40;

/** How many times in the span whose name begins at an offset ("twice a year"), and where these words begin. */
const timesBefore = (text: string, unitAt: number): { times: number; from: number } => {
  const from = Math.max(0, unitAt - TIMES_CHARS);
  const match = TIMES_A.exec(text.slice(from, unitAt));
  if (match === null) return { times: 1, from: unitAt };
  const times = match[2] === undefined ? 2 : (NUMBERS[match[2].toLowerCase()] ?? Number(match[2]));
  return { times: times || 1, from: from + match.index };
};

/** The frequencies that a text names, each once. */
export const frequenciesOf = (text: string): Frequency[] => {
  const found = new Map<number, Frequency>();
  for (const match of text.matchAll(EVERY)) {
    const unit = (match[2] ?? match[3] ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const times = match[1] === undefined ? 1 : (NUMBERS[match[1].toLowerCase()] ?? Number(match[1]));
    const named = match[2] ?? match[3] ?? '';
    const end = match.index + match[0].length;
    const counted = timesBefore(text, text.lastIndexOf(named, end));
    const days = (times * (UNIT_DAYS[unit] ?? 0)) / counted.times;
    if (days > 0 && !found.has(days))
      found.set(days, { days, text: text.slice(Math.min(match.index, counted.from), end) });
  }
  return [...found.values()];
};
