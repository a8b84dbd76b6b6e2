import type { CheckInput } from '../check.js';

/** Whether the claim or what stands before it says a word of a policy, or the claim says a word that may stand for it. */
export const isSaidByClaim = ({ focus, reach }: CheckInput, key: string): boolean =>
  focus.own.has(key) || focus.context.has(key) || reach.relatedToOwn(key) > 0;
