import type {
  Language,
  TriggerAction,
  TriggerMatch,
  TriggerOutcome,
  TriggersConfig,
} from '../../../schema/index.js';
import { detectLanguage } from '../../reading/index.js';
import { customerAsked } from './customer-asked.js';
import { distress } from './distress.js';
import { readMessage } from './find-signs.js';
import { frustration } from './frustration.js';
import { legalRight } from './legal-right.js';
import { loop } from './loop.js';
import { repeatedBlocks } from './repeated-blocks.js';
import { reservedTopics } from './reserved-topic.js';
import type { Finding, TriggerInput } from './trigger-input.js';

/** What is read of a message, in characters: a bound on the work, far above what customers type. */
const MESSAGE_CHARS_MAX = 8_000;

/**
 * Says whether a person is needed, and why. Every trigger looks at the turn, and all that they found is listed with what
 * the settings make of it. Pure, never throws, linear in the text.
 */
export const handoffTriggers = (input: TriggerInput, settings: TriggersConfig): TriggerOutcome => {
  const turn = { ...input, text: input.text.slice(0, MESSAGE_CHARS_MAX) };
  const findings = uniqueOf(languagesOf(turn).flatMap((lang) => inLanguage(turn, settings, lang))).concat(
    repeatedBlocks(turn, settings.repeated_blocks),
  );
  return outcomeOf(withActions(findings, settings));
};

/** The language that the message is in and the conversation's; both languages where neither is known. */
const languagesOf = ({ text, language }: Pick<TriggerInput, 'text' | 'language'>): readonly Language[] => {
  const known = [detectLanguage(text), language].filter((lang) => lang !== null);
  return known.length === 0 ? ['en', 'fr'] : [...new Set(known)];
};

const inLanguage = (turn: TriggerInput, settings: TriggersConfig, lang: Language): Finding[] => {
  const message = readMessage(turn.text, lang);
  return [
    ...distress(message),
    ...customerAsked(message),
    ...legalRight(message),
    ...reservedTopics(turn.text, settings.reserved_topics, lang),
    ...loop(turn, settings.loop, lang),
    ...frustration(message),
  ];
};

/** What was found in both languages at one place counts once. */
const uniqueOf = (findings: readonly Finding[]): Finding[] => {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.reason} ${finding.start_char} ${finding.end_char}`;
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
};

/** The order in which findings weigh: the first that escalates names the handoff's reason. */
const WEIGHT: readonly TriggerMatch['trigger'][] = [
  'distress',
  'customer_asked',
  'legal_right',
  'reserved_topic',
  'repeated_blocks',
  'loop',
  'frustration',
];

const withActions = (findings: readonly Finding[], settings: TriggersConfig): TriggerMatch[] => {
  const score = scoreOf(findings);
  return findings
    .map((finding) => ({ ...finding, action: actionOf(finding, score, settings) }))
    .toSorted((a, b) => WEIGHT.indexOf(a.trigger) - WEIGHT.indexOf(b.trigger));
};

const scoreOf = (findings: readonly Pick<Finding, 'trigger' | 'score'>[]): number =>
  findings.reduce((sum, { trigger, score }) => (trigger === 'frustration' ? sum + score : sum), 0);

const actionOf = (
  { trigger, reason }: Finding,
  frustrationScore: number,
  settings: TriggersConfig,
): TriggerAction => {
  const kind = reason.slice(reason.indexOf(':') + 1);
  switch (trigger) {
    case 'distress':
    case 'legal_right':
      return new Map<string, TriggerAction>(Object.entries(settings[trigger])).get(kind) ?? 'off';
    case 'frustration':
      return frustrationScore >= settings.frustration.score_min ? settings.frustration.action : 'off';
    case 'reserved_topic':
      return settings.reserved_topics.action;
    case 'customer_asked':
    case 'repeated_blocks':
    case 'loop':
      return settings[trigger].action;
    default:
      return trigger satisfies never;
  }
};

/** The first that escalates wins, else the first that offers: matches stand in the order of their weight. */
const outcomeOf = (matched: TriggerMatch[]): TriggerOutcome => {
  const escalating = matched.find(({ action }) => action === 'escalate');
  const offering = matched.find(({ action }) => action === 'offer');
  const score = ({ trigger, score: own }: TriggerMatch): number =>
    trigger === 'frustration' ? scoreOf(matched) : own;
  return {
    escalate:
      escalating === undefined
        ? null
        : { reason: escalating.reason, detail: escalating.phrase ?? String(escalating.score) },
    offer:
      escalating !== undefined || offering === undefined
        ? null
        : { reason: offering.reason, score: score(offering) },
    matched,
  };
};
