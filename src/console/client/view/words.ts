import type { Language } from '../../../schema/index.js';
import { type FixedText, isFixedText, PLAYGROUND_TEXTS, type PlaygroundTexts } from '../../texts/index.js';
import type { ClaimState } from '../checked-answer.js';

/** The page's words and number forms in one language. */
export interface Words {
  lang: Language;
  texts: PlaygroundTexts;
  percent(share: number): string;
  /** An ISO day in words. */
  day(iso: string): string;
  /** The last day before an ISO day, in words: ends of validity are exclusive. */
  dayBefore(iso: string): string;
  /** A moment in the visitor's own time, in words. */
  moment(at_ms: number): string;
}

const LOCALES: Record<Language, string> = { en: 'en-CA', fr: 'fr-CA' };
const DAY_MS = 86_400_000;

export const wordsOf = (lang: Language): Words => {
  const percent = new Intl.NumberFormat(LOCALES[lang], { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'long', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(LOCALES[lang], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  });
  const format = (iso: string, shiftMs: number): string => {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? iso : day.format(at + shiftMs);
  };
  return {
    lang,
    texts: PLAYGROUND_TEXTS[lang],
    percent: (share) => percent.format(share),
    day: (iso) => format(iso, 0),
    dayBefore: (iso) => format(iso, -DAY_MS),
    moment: (at_ms) => moment.format(at_ms),
  };
};

export const stateText = ({ texts }: Words, state: ClaimState): string => texts[`state_${state}`];

/** Reasons of the wire in words; `check_failed:…` loses its detail, an unknown one is told as it came. */
export const reasonText = ({ texts }: Words, prefix: 'reason' | 'verdict', reason: string): string => {
  const name = `${prefix}_${reason.split(':')[0] ?? ''}`;
  return isFixedText(name) ? texts[name] : reason;
};

/** Puts a language's words into everything on the page that names a text. */
export const applyWords = (root: ParentNode, { texts }: Words): void => {
  const each = (attribute: string, apply: (element: Element, text: string) => void): void => {
    for (const found of root.querySelectorAll(`[${attribute}]`)) {
      const name = found.getAttribute(attribute) ?? '';
      if (isFixedText(name)) apply(found, texts[name satisfies FixedText]);
    }
  };
  each('data-text', (found, text) => {
    found.textContent = text;
  });
  each('data-label', (found, text) => found.setAttribute('aria-label', text));
  each('data-placeholder', (found, text) => found.setAttribute('placeholder', text));
};
