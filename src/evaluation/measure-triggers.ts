import { handoffTriggers } from '../core/escalation/index.js';
import type { Language, TriggerName, TriggerOutcome } from '../schema/index.js';
import { TriggersConfig } from '../schema/index.js';
import type { TriggerCase, TriggerCaseFile } from './trigger-cases.js';

/** How well one trigger does in one language. Shares in [0, 1]; null where nothing counts towards them. */
export interface TriggerFigures {
  trigger: TriggerName;
  lang: Language;
  is_held_out: boolean;
  cases: number;
  /** Cases in which the trigger must find something. */
  positives: number;
  precision: number | null;
  recall: number | null;
  /** Cases that came out otherwise than written. */
  wrong: { text: string; expected: string | null; found: string[] }[];
}

/** Settings under which every trigger that finds something counts. */
const measuredWith = (topics: Record<string, string[]>): TriggersConfig =>
  TriggersConfig.parse({ reserved_topics: { topics } });

const outcomeOf = (item: TriggerCase, lang: Language, settings: TriggersConfig): TriggerOutcome =>
  handoffTriggers(
    {
      text: item.text,
      earlier: item.earlier.map((text) => ({ text, answer: null })),
      language: lang,
      counters: { blocked: 0, rewritten: 0 },
    },
    settings,
  );

const reasonsOf = ({ matched }: TriggerOutcome, trigger: TriggerName): string[] => [
  ...new Set(
    matched
      .filter((match) => match.trigger === trigger && match.action !== 'off')
      .map(({ reason }) => reason),
  ),
];

/**
 * Precision and recall of every file of cases, with the default settings. A hit found the very reason that was expected
 * ("legal_right:dispute"); another kind of the same trigger is a miss and a false alarm.
 */
export const measureTriggers = (
  files: readonly TriggerCaseFile[],
  topics: Record<string, string[]>,
): TriggerFigures[] => {
  const settings = measuredWith(topics);
  return files.map(({ trigger, lang, is_held_out, cases }) => {
    const told = cases.map((item) => ({ item, found: reasonsOf(outcomeOf(item, lang, settings), trigger) }));
    const isHit = ({ item, found }: (typeof told)[number]): boolean =>
      item.expect !== null && found.includes(item.expect);
    const hits = told.filter(isHit).length;
    const raised = told.filter(({ found }) => found.length > 0).length;
    const positives = cases.filter(({ expect }) => expect !== null).length;
    return {
      trigger,
      lang,
      is_held_out,
      cases: cases.length,
      positives,
      precision: raised === 0 ? null : hits / raised,
      recall: positives === 0 ? null : hits / positives,
      wrong: told
        .filter((one) => (one.item.expect === null ? one.found.length > 0 : !isHit(one)))
        .map(({ item, found }) => ({ text: item.text, expected: item.expect, found })),
    };
  });
};

/** How often each reason comes up in messages that nobody labelled, with the default settings. */
export interface TriggerRates {
  messages: number;
  /** Reason → times in 1,000 messages. */
  per_thousand: Record<string, number>;
  /** Messages that escalate, and that get an offer, in 1,000. */
  escalated: number;
  offered: number;
  /** Messages in which something was found, with the words that it was found in. */
  raised: { text: string; reasons: string[]; phrases: string[] }[];
}

/** Rates of every reason over messages of customers. */
export const measureRates = (messages: readonly { text: string; lang: Language }[]): TriggerRates => {
  const settings = measuredWith({});
  const outcomes = messages.map(({ text, lang }) => ({
    text,
    outcome: outcomeOf({ text, earlier: [], expect: null }, lang, settings),
  }));
  const raised = outcomes
    .map(({ text, outcome }) => {
      const counting = outcome.matched.filter(({ action }) => action !== 'off');
      return {
        text,
        reasons: [...new Set(counting.map(({ reason }) => reason))],
        phrases: counting.flatMap(({ phrase }) => phrase ?? []),
      };
    })
    .filter(({ reasons }) => reasons.length > 0);
  const thousandth = (count: number): number =>
    messages.length === 0 ? 0 : (1_000 * count) / messages.length;
  const reasons = [...new Set(raised.flatMap((one) => one.reasons))].sort();
  return {
    messages: messages.length,
    per_thousand: Object.fromEntries(
      reasons.map((reason) => [
        reason,
        thousandth(raised.filter((one) => one.reasons.includes(reason)).length),
      ]),
    ),
    escalated: thousandth(outcomes.filter(({ outcome }) => outcome.escalate !== null).length),
    offered: thousandth(outcomes.filter(({ outcome }) => outcome.offer !== null).length),
    raised,
  };
};
