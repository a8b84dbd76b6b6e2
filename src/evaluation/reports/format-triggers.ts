import type { TriggerFigures, TriggerRates } from '../measure-triggers.js';

const share = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

/** Precision and recall by trigger and language, as the table of docs/handoff.md. */
export const triggerTable = (figures: readonly TriggerFigures[]): string =>
  [
    '| trigger | language | cases | of them positive | precision | recall |',
    '|---|---|---|---|---|---|',
    ...figures.map(
      ({ trigger, lang, cases, positives, precision, recall }) =>
        `| \`${trigger}\` | ${lang} | ${cases} | ${positives} | ${share(precision)} | ${share(recall)} |`,
    ),
  ].join('\n');

/** The cases that came out otherwise than written, for people who mend words. */
export const formatWrong = (figures: readonly TriggerFigures[]): string =>
  figures
    .flatMap(({ trigger, lang, wrong }) =>
      wrong.map(
        ({ text, expected, found }) =>
          `${trigger} ${lang}: expected ${expected ?? 'nothing'}, found ${found.join(', ') || 'nothing'}: ${text}`,
      ),
    )
    .join('\n');

/** How often each reason comes up in 1,000 messages. */
export const formatRates = (name: string, rates: TriggerRates): string =>
  [
    `${name}: ${rates.messages} messages; in 1,000 of them ${rates.escalated.toFixed(1)} escalate, ${rates.offered.toFixed(1)} get an offer`,
    ...Object.entries(rates.per_thousand).map(
      ([reason, count]) => `  ${reason.padEnd(28)} ${count.toFixed(1)}`,
    ),
  ].join('\n');

const TEXT_CHARS_MAX = 160;

/** The messages that raised something, one a line: the reasons, the words, how the message begins. */
export const formatRaised = ({ raised }: TriggerRates): string =>
  raised
    .map(
      ({ text, reasons, phrases }) =>
        `  ${reasons.join(', ')}: "${phrases.join('", "')}" in: ${text.slice(0, TEXT_CHARS_MAX).replaceAll('\n', ' ')}`,
    )
    .join('\n');
