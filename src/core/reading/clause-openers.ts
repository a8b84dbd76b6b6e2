import type { Token } from './tokenise.js';

/** "Once, free of charge", "once a month": how often, where "once you have paid" gives a condition. */
export const isOneTime = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.form === 'once' &&
  (tokens[at + 1]?.kind !== 'word' || PER_WORDS.has(tokens[at + 1]?.form ?? ''));
const PER_WORDS = new Set(['a', 'an', 'per', 'every', 'each', 'only', 'more', 'again', 'free']);

/** "…, save to a spouse", "…, save where": an exception. */
export const isSavedFrom = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.form === 'save' && tokens[at - 1]?.text === ',' && SAVED.test(tokens[at + 1]?.form ?? '');
const SAVED = /^(?:to|for|in|on|at|with|by|if|when|where|that|as)$/;
