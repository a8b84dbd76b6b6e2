import { faultForLog } from '../../core/errors.js';
import type { ConversationPlace, HandoffEvent } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';

/** How often the store is asked for what another process wrote. */
const POLL_INTERVAL_MS = 2_000;

/** Whether an event is of a conversation. */
export const isOf = (event: HandoffEvent, place: ConversationPlace): boolean =>
  event.conversation_id === place.conversation_id &&
  event.tenant === place.tenant &&
  event.route === place.route;

/**
 * Tells when to look at a conversation again: at once after an event of this process, else now and then. A feed that
 * fails leaves the looking now and then. The returned function ends it.
 */
export const watchConversation = (
  place: ConversationPlace,
  tell: () => void,
  { feed, timers, log }: Pick<AppDeps, 'feed' | 'timers' | 'log'>,
): (() => void) => {
  const stopPolling = timers.every(POLL_INTERVAL_MS, tell);
  let unsubscribe = (): void => undefined;
  try {
    unsubscribe = feed.subscribe((event) => {
      if (isOf(event, place)) tell();
    });
  } catch (error) {
    log.error('the feed of handoffs failed', { error: faultForLog(error) });
  }
  return () => {
    stopPolling();
    unsubscribe();
  };
};
