import type { AppDeps } from '../deps.js';
import { type AnswerCall, beginCall, type NewCall } from '../recording.js';
import { CallHandoff } from './call-handoff.js';
import { customerSaid, requestKey } from './customer-said.js';
import type { Talk } from './talk.js';

/** A call whose answer may come to a handoff. */
export type HandoffCall = AnswerCall & { handoff: CallHandoff };

/** Begins a call of a conversation whose answer may come to a handoff. */
export const beginAnswer = async (
  {
    choices = 1,
    headers,
    ...call
  }: Omit<NewCall, 'conversation_id'> & { headers: Headers; choices?: number },
  talk: Talk,
  deps: AppDeps,
): Promise<HandoffCall> => {
  const begun = beginCall({ ...call, conversation_id: talk.place.conversation_id }, deps);
  const said = await customerSaid(call.turns, talk.conversation?.settled_digest ?? null);
  return {
    ...begun,
    handoff: new CallHandoff(
      {
        record_id: begun.id,
        requestKey: () => requestKey(call.turns, headers),
        route: call.route,
        talk,
        said,
        choices,
      },
      deps,
    ),
  };
};
