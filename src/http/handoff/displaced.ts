import { endedText, tookOverText } from '../../core/escalation/index.js';
import type { AppDeps } from '../deps.js';
import type { HandoffCall } from './begin-answer.js';
import type { FloorWatch } from './floor-watch.js';
import { noteMessage } from './note-message.js';
import type { OwnWords } from './own-answer.js';
import { faultWords, languageOf } from './own-words.js';
import { personName } from './person-name.js';

/**
 * What is said in place of the rest of a bot's answer that came late: that a person has taken over, or has been there
 * meanwhile. The bot's words go to the case.
 */
export const displacedWords = async (
  call: HandoffCall,
  floor: FloorWatch,
  deps: AppDeps,
): Promise<OwnWords> => {
  const language = languageOf(call, deps);
  if (floor.floor === 'unknown') return faultWords(call, language, deps);
  const { place, conversation } = call.handoff.talk;
  const isHeld = conversation !== null && conversation.state !== 'bot';
  const id = conversation?.handoff_id ?? null;
  const handoff = id === null ? null : await deps.handoffs.get(place.tenant, id).catch(() => null);
  if (handoff !== null) {
    call.handoff.belongsTo(handoff);
    // What the bot was answering is the person's to answer now.
    await noteMessage(handoff, call.handoff, deps).catch(() => undefined);
  }
  const name = personName(handoff?.agent ?? null);
  const text = isHeld
    ? tookOverText(name, { lang: language, reference: conversation.reference })
    : endedText('returned', name, language);
  return { text, decision: 'escalate', reason: 'with_person:took_over', language };
};
