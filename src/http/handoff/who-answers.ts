import { faultForLog } from '../../core/errors.js';
import { wantsAssistantBack } from '../../core/escalation/index.js';
import type { Language } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { HandoffCall } from './begin-answer.js';
import type { CallHandoff } from './call-handoff.js';
import { HeldAnswer } from './held-answer.js';
import { CUSTOMER } from './note-message.js';
import { type OwnAnswer, saying } from './own-answer.js';
import { faultWords, languageOf } from './own-words.js';
import { takesHandoffs } from './talk.js';

/**
 * Who answers a request: null for the bot, else what is said in its place. While a conversation waits for a person or
 * has one, the bot is not asked.
 * @param waitMs longest wait for a person's reply.
 */
export const ownAnswerOf = async (
  call: HandoffCall,
  waitMs: number,
  deps: AppDeps,
): Promise<OwnAnswer | null> => {
  if (!takesHandoffs(call.route, deps)) return null;
  const language = languageOf(call, deps);
  const { talk, said } = call.handoff;
  if (talk.fault !== null) return unknownFloor(call, language, deps);
  const isHeld = talk.conversation !== null && talk.conversation.state !== 'bot';
  if (!isHeld) return await personInstead(call, language, deps);
  try {
    if (
      said.isNew &&
      said.last !== null &&
      wantsAssistantBack(said.last) &&
      (await cancel(call.handoff, deps))
    )
      return null;
  } catch (error) {
    deps.log.error('a handoff could not be cancelled', { record_id: call.id, error: faultForLog(error) });
  }
  return unlessItFails(new HeldAnswer(call.handoff, { language, waitMs }, deps), call, {
    language,
    deps,
  });
};

/** A person in place of the bot, where the customer accepts one that was offered or a trigger calls for one; else null. */
const personInstead = async (
  call: HandoffCall,
  language: Language,
  deps: AppDeps,
): Promise<OwnAnswer | null> => {
  const { handoff } = call;
  if (!handoff.isPossible) return null;
  const needed = await handoff.personNeeded();
  if (needed === null) return null;
  const opened = await handoff.open(needed.reason, { language, data: needed.data });
  if (opened === null) return unknownFloor(call, language, deps);
  const text = await handoff.holding(needed.reason, language);
  return saying({ text, decision: 'escalate', reason: needed.reason, language });
};

/** Hands a conversation that waits back to the bot; false once a person has claimed it. */
const cancel = async (handoff: CallHandoff, { handoffs, clock }: AppDeps): Promise<boolean> => {
  const { place, conversation } = handoff.talk;
  if (conversation?.handoff_id == null) return false;
  const { ok } = await handoffs.change(place.tenant, conversation.handoff_id, {
    kind: 'cancel',
    at_ms: Math.trunc(clock.nowMs()),
    actor: CUSTOMER,
  });
  if (ok) handoff.goOnWith(await handoffs.conversation(place));
  return ok;
};

/** A conversation of which nobody can say who has the floor: the bot is asked only where the route lets faults pass. */
const unknownFloor = (call: HandoffCall, language: Language, deps: AppDeps): OwnAnswer | null =>
  call.route.config.fail_mode === 'open_and_mark' ? null : saying(faultWords(call, language, deps));

const unlessItFails = (
  answer: OwnAnswer,
  call: HandoffCall,
  { language, deps }: { language: Language; deps: AppDeps },
): OwnAnswer => ({
  say: async (signal) => {
    try {
      return await answer.say(signal);
    } catch (error) {
      if (signal.aborted) throw error;
      deps.metrics.count('handoff_failures_total', {});
      deps.log.error('a message could not be handed to a person', {
        record_id: call.id,
        error: faultForLog(error),
      });
      return faultWords(call, language, deps);
    }
  },
});
