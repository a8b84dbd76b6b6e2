import type { Language } from '../../../schema/index.js';

/** What a customer who waits for a person may honestly expect. */
export type Expectation =
  /** People are there. `position` is 1 for the next; null where it is not known. `wait_ms` is the usual wait. */
  | { kind: 'staffed'; position: number | null; wait_ms: number | null }
  /** Nobody is there before `opens_at_ms`; null where no time is known. */
  | { kind: 'closed'; opens_at_ms: number | null; timezone: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A wait in round words: "under a minute", "about 4 minutes", "about 2 hours". */
export const waitWords = (wait_ms: number, lang: Language): string => {
  const hours = Math.round(wait_ms / HOUR_MS);
  if (wait_ms >= 1.5 * HOUR_MS) return lang === 'fr' ? `d’environ ${hours} heures` : `about ${hours} hours`;
  const minutes = Math.ceil(wait_ms / MINUTE_MS);
  if (minutes > 50) return lang === 'fr' ? 'd’environ une heure' : 'about an hour';
  if (minutes <= 1) return lang === 'fr' ? 'de moins d’une minute' : 'under a minute';
  return lang === 'fr' ? `d’environ ${minutes} minutes` : `about ${minutes} minutes`;
};

const LOCALES: Record<Language, string> = { en: 'en-CA', fr: 'fr-CA' };

/** A moment as people say it: "Monday 2 March, 8:00". */
export const momentWords = (at_ms: number, timezone: string, lang: Language): string => {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(LOCALES[lang], { timeZone: timezone, ...options }).format(at_ms);
  const weekday = part({ weekday: 'long' });
  const month = part({ month: 'long' });
  const day = Number(part({ day: 'numeric' }).replace(/\D/g, ''));
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' })
    .format(at_ms)
    .replace(/^0(?=\d:)/, '');
  if (lang === 'fr') return `${weekday} ${day === 1 ? '1er' : day} ${month} à ${clock.replace(':', ' h ')}`;
  return `${weekday} ${day} ${month}, ${clock}`;
};

/** The sentences about the wait; "" where nothing is known. */
export const expectationWords = (expected: Expectation, lang: Language): string => {
  if (expected.kind === 'closed') return closedWords(expected, lang);
  const { position, wait_ms } = expected;
  const isNext = position === 1;
  const wait = wait_ms === null ? null : waitWords(wait_ms, lang);
  if (lang === 'fr') {
    const place = position === null ? null : isNext ? 'C’est bientôt à vous' : `Vous êtes numéro ${position}`;
    const usual = wait === null ? null : `l’attente est ${wait} d’habitude`;
    return sentence([place, usual], ' ; ');
  }
  const place = position === null ? null : isNext ? 'You are next' : `You are number ${position}`;
  return sentence([place, wait === null ? null : `the usual wait is ${wait}`], '; ');
};

const sentence = (clauses: readonly (string | null)[], separator: string): string => {
  const said = clauses.filter((clause) => clause !== null).join(separator);
  return said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
};

const closedWords = ({ opens_at_ms, timezone }: Expectation & { kind: 'closed' }, lang: Language): string => {
  if (opens_at_ms === null) {
    return lang === 'fr' ? 'Personne n’est là pour le moment.' : 'Nobody is there at the moment.';
  }
  const when = momentWords(opens_at_ms, timezone, lang);
  return lang === 'fr'
    ? `Personne n’est là pour le moment ; nous sommes de retour ${when}.`
    : `Nobody is there at the moment; we are back on ${when}.`;
};
