import type {
  Language,
  TriggerAction,
  TriggerMatch,
  TriggerOutcome,
  TriggersConfig,
} from '../../../schema/index.js';
import { detectLanguage } from '../../reading/index.js';
import { loop } from './loop.js';
import { repeatedBlocks } from './repeated-blocks.js';
import type { Finding, TriggerInput } from './trigger-input.js';

/** Text of one message that is read: a bound on the work. */
const MESSAGE_CHARS_MAX = 32_000;

/**
 * Says whether a person is needed, and why: every trigger that is not off looks at the turn, and all that they found is
 * listed. Pure, never throws, linear in the text.
 */
export const handoffTriggers = (input: TriggerInput, settings: TriggersConfig): TriggerOutcome => {
  const turn = { ...input, text: input.text.slice(0, MESSAGE_CHARS_MAX) };
  const lang = detectLanguage(turn.text) ?? turn.language ?? 'en';
  const matched = findAll(turn, settings, lang).map((finding) => ({
    ...finding,
    action: actionOf(finding, settings),
  }));
  return outcomeOf(matched);
};

const findAll = (turn: TriggerInput, settings: TriggersConfig, lang: Language): Finding[] => [
  ...repeatedBlocks(turn, settings.repeated_blocks),
  ...loop(turn, settings.loop, lang),
];

const actionOf = (finding: Finding, settings: TriggersConfig): TriggerAction => {
  switch (finding.trigger) {
    case 'repeated_blocks':
    case 'loop':
      return settings[finding.trigger].action;
    default:
      return 'off';
  }
};

/** The first that escalates wins, else the first that offers: findings stand in the order of their weight. */
const outcomeOf = (matched: TriggerMatch[]): TriggerOutcome => {
  const escalating = matched.find(({ action }) => action === 'escalate');
  const offering = matched.find(({ action }) => action === 'offer');
  return {
    escalate:
      escalating === undefined
        ? null
        : { reason: escalating.reason, detail: escalating.phrase ?? String(escalating.score) },
    offer:
      escalating !== undefined || offering === undefined
        ? null
        : { reason: offering.reason, score: offering.score },
    matched,
  };
};
