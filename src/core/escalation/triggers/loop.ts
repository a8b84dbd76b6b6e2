import type { Language, TriggersConfig } from '../../../schema/index.js';
import { isSameQuestion, readQuestion } from './same-question.js';
import { counted, type Finding, type TriggerInput } from './trigger-input.js';

/** Earlier turns that are compared: a bound on the work, far above the count of any setting. */
const TURNS_MAX = 30;

/** The last message where it asks, for at least the `count`-th time, what earlier ones of the customer asked. */
export const loop = (
  { text, earlier }: Pick<TriggerInput, 'text' | 'earlier'>,
  { count, similarity_min }: Pick<TriggersConfig['loop'], 'count' | 'similarity_min'>,
  lang: Language,
): Finding[] => {
  if (earlier.length < count - 1) return [];
  const last = readQuestion(text, lang);
  const same = earlier
    .slice(-TURNS_MAX)
    .filter((turn) => isSameQuestion(readQuestion(turn.text, lang), last, similarity_min));
  return same.length + 1 >= count ? [counted('loop', same.length + 1)] : [];
};
