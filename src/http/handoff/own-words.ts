import { holdingText, refusalText } from '../../core/escalation/index.js';
import { Language } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { HandoffCall } from './begin-answer.js';
import type { OwnWords } from './own-answer.js';

/** What is said where the store fails: it promises nobody. */
export const faultWords = ({ route }: HandoffCall, language: Language, { config }: AppDeps): OwnWords => {
  const isHolding = route.config.fail_mode === 'escalate';
  const say = isHolding ? holdingText : refusalText;
  return {
    text: say(config.handoff, language),
    decision: isHolding ? 'escalate' : 'block',
    reason: 'check_failed:handoff_store',
    language,
  };
};

/** The conversation's language, else that of the customer's last words. */
export const languageOf = ({ handoff }: HandoffCall, { grounding }: AppDeps): Language => {
  const noted = Language.safeParse(handoff.talk.conversation?.language);
  if (noted.success) return noted.data;
  try {
    return grounding.languageOf(handoff.said.last ?? '') ?? 'en';
  } catch {
    return 'en';
  }
};
