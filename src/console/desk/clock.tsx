import type { QueueEntry } from '../../schema/index.js';
import { clockState, durationInWords } from './durations.js';
import type { DeskWords } from './words.js';

/**
 * How long a case waits against its service level, how long it is held, or when it ended. The page's script counts on
 * from the numbers; the words say as much as the colour.
 */
export const Clock = ({ entry, words }: { entry: QueueEntry; words: DeskWords }) => {
  const { handoff, due_at_ms } = entry;
  const { texts, nowMs } = words;
  if (handoff.ended_at_ms !== null) {
    return <span class="clock">{words.time(handoff.ended_at_ms)}</span>;
  }
  if (handoff.state === 'claimed') {
    const since = handoff.claimed_at_ms ?? handoff.updated_at_ms;
    return (
      <span class="clock" data-clock="held" data-since={String(since)}>
        {texts.held(durationInWords(nowMs - since, texts))}
      </span>
    );
  }
  const since = handoff.created_at_ms;
  if (due_at_ms === null) return <Waited since={since} words={words} />;
  const state = clockState(due_at_ms, since, nowMs);
  return (
    <span
      class={`clock clock-${state}`}
      data-clock="due"
      data-since={String(since)}
      data-due={String(due_at_ms)}
    >
      {state === 'late'
        ? texts.late(durationInWords(nowMs - due_at_ms, texts))
        : texts.left(durationInWords(due_at_ms - nowMs, texts))}
    </span>
  );
};

/** How long somebody has been waiting. */
export const Waited = ({ since, words: { texts, nowMs } }: { since: number; words: DeskWords }) => (
  <span class="clock" data-clock="waits" data-since={String(since)}>
    {texts.waits(durationInWords(nowMs - since, texts))}
  </span>
);
