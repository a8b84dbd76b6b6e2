import { answerToOffer, handoffTriggers } from '../../core/escalation/index.js';
import { Language, type TriggerOutcome, triggersOfRoute } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { RouteSettings } from '../route-settings.js';
import type { CustomerSaid } from './customer-said.js';
import type { Talk } from './talk.js';

/** What the triggers of a route say of a customer's turn; nothing where the customer said none. */
export const triggersOf = (
  { said, talk, route }: { said: CustomerSaid; talk: Talk; route: RouteSettings },
  { config }: Pick<AppDeps, 'config'>,
): TriggerOutcome => {
  if (said.last === null || said.last.trim() === '') return { escalate: null, offer: null, matched: [] };
  const { conversation } = talk;
  return handoffTriggers(
    {
      text: said.last,
      earlier: said.earlier,
      language: Language.safeParse(conversation?.language).data ?? null,
      counters: { blocked: conversation?.blocked ?? 0, rewritten: conversation?.rewritten ?? 0 },
    },
    triggersOfRoute(config.handoff.triggers, route.config.triggers),
  );
};

/** How the customer answers an offer that is open; null where none is, or the turn goes on with a tool. */
export const offerAnswer = ({
  said,
  talk,
}: {
  said: CustomerSaid;
  talk: Talk;
}): 'accepted' | 'declined' | 'ignored' | null => {
  const isOpen = talk.conversation?.offer_reason != null;
  if (!isOpen || !said.isNew || said.last === null) return null;
  return answerToOffer(said.last) ?? 'ignored';
};
