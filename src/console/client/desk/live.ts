import { isReached, say, toast, words } from './page.js';

/** What the stream tells of an event. */
interface Change {
  handoff_id: string;
  kind: string;
  is_own: boolean;
  say: string | null;
}

/** Events that come together are fetched for together. */
const GATHER_MS = 80;
/** Under many events a part is fetched this often, so that many open desks don't wear the server out. */
const FETCH_EVERY_MS = 1_000;
/** What this agent did is shown by the answer to it; another tab of theirs follows then. */
const OWN_MS = 600;

/** That the customer has fetched a message is no event: it is looked for this often while one is not. */
const NOT_FETCHED_EVERY_MS = 4_000;

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && 'handoff_id' in value && 'kind' in value;

/** Asks htmx to fetch a part anew. */
const refresh = (id: string, event: string): void => {
  document.getElementById(id)?.dispatchEvent(new Event(event));
};

/** Follows what happens to cases: the queue, and the case that is open, are as they are for everyone. */
export const followChanges = (address: string): void => {
  let isGathering = false;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let isCaseMeant = false;
  let wasLost = false;
  const source = new EventSource(address);
  const gather = (): void => {
    if (isGathering) return;
    isGathering = true;
    const wait = Math.max(GATHER_MS, fetchedAt + FETCH_EVERY_MS - performance.now());
    setTimeout(() => {
      isGathering = false;
      fetchedAt = performance.now();
      refresh('queue-view', 'desk:refresh');
      if (isCaseMeant) refresh('case-live', 'desk:live');
      isCaseMeant = false;
    }, wait);
  };
  source.addEventListener('change', ({ data }) => {
    const change: unknown = JSON.parse(String(data));
    if (!isChange(change)) return;
    if (change.say !== null) say(change.say);
    if (change.handoff_id === document.getElementById('case-file')?.dataset['case']) {
      if (change.is_own) setTimeout(() => refresh('case-live', 'desk:live'), OWN_MS);
      else isCaseMeant = true;
    }
    gather();
  });
  setInterval(() => {
    const isAwaited = document.querySelector('#case-file [data-not-fetched]') !== null;
    if (isAwaited && !wasLost && !document.hidden) refresh('case-live', 'desk:live');
  }, NOT_FETCHED_EVERY_MS);
  source.addEventListener('open', () => {
    if (!wasLost) return;
    wasLost = false;
    document.body.classList.remove('is-offline');
    isReached();
    toast(words().back_online, 'good');
    isCaseMeant = true;
    gather();
  });
  source.addEventListener('error', () => {
    if (wasLost) return;
    wasLost = true;
    document.body.classList.add('is-offline');
    toast(words().error_offline, 'info');
  });
};
