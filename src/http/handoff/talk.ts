import { faultForLog } from '../../core/errors.js';
import { referenceIn } from '../../core/escalation/index.js';
import type { Conversation, ConversationPlace, ConversationTurn } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { RouteSettings } from '../route-settings.js';
import type { Principal } from '../security.js';

/** The conversation of a request, as it was found. */
export interface Talk {
  place: ConversationPlace;
  /** As last noted; null where nothing was: the bot has the floor. */
  conversation: Conversation | null;
  /** named: by the client. reference: by a case reference in its history. new: by neither, so nobody knows of it yet. */
  found: 'named' | 'reference' | 'new';
  /** Why it could not be looked up, so that nobody knows who has the floor; null where it could. */
  fault: unknown;
}

export interface TalkRequest {
  principal: Principal;
  route: RouteSettings;
  /** Id that the client named, or null. */
  named: string | null;
  turns: readonly ConversationTurn[];
}

/** Whether conversations of a route can be handed to people. In shadow mode nobody is held off. */
export const takesHandoffs = (route: RouteSettings, { config }: Pick<AppDeps, 'config'>): boolean =>
  config.handoff.channel !== 'none' && route.config.mode === 'enforce';

/**
 * Finds the conversation of a request within the caller's tenant and route: by the id that the client names, else by
 * the case reference in an assistant's turn; else it is a new one. At most one look-up, none for a new one.
 */
export const findTalk = async (request: TalkRequest, deps: AppDeps): Promise<Talk> => {
  const { principal, route, named, turns } = request;
  const { tenant } = principal;
  const placeOf = (conversation_id: string): ConversationPlace => ({
    tenant,
    route: route.name,
    conversation_id,
  });
  const isFollowed = takesHandoffs(route, deps);
  if (named !== null) {
    const talk: Talk = { place: placeOf(named), conversation: null, found: 'named', fault: null };
    return isFollowed ? await lookedUp(talk, deps, () => deps.handoffs.conversation(talk.place)) : talk;
  }
  const fresh: Talk = { place: placeOf(deps.ids.next()), conversation: null, found: 'new', fault: null };
  const reference = isFollowed ? referenceIn(turns) : null;
  if (reference === null) return fresh;
  const talk = await lookedUp(fresh, deps, () => deps.handoffs.byReference(tenant, route.name, reference));
  if (talk.conversation === null) return talk;
  return { ...talk, place: placeOf(talk.conversation.conversation_id), found: 'reference' };
};

const lookedUp = async (
  talk: Talk,
  { log, metrics }: AppDeps,
  look: () => Promise<Conversation | null>,
): Promise<Talk> => {
  try {
    return { ...talk, conversation: await look() };
  } catch (fault) {
    metrics.count('handoff_failures_total', {});
    log.error('a conversation could not be looked up', { error: faultForLog(fault) });
    return { ...talk, fault: fault ?? new Error('unknown') };
  }
};
