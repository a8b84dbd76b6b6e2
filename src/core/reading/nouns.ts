import { isContentToken, keyOf } from './concepts.js';
import type { QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

const NOUNS_MAX = 6;
const REACH = 14;
const COORDINATORS = new Set(['and', 'or', 'et', 'ou', 'but', 'mais']);

/** Cost of a token that lies between the number and a noun; Infinity ends the search. */
function crossing(token: Token): number {
  if (token.kind === 'punct')
    return /[.;!?\n]/.test(token.text) ? Number.POSITIVE_INFINITY : token.text === ',' ? 5 : 1;
  if (token.used) return 4;
  if (token.concept?.startsWith('conj.') === true) return 5;
  return COORDINATORS.has(token.form) ? 4 : 1;
}

/** Binds to each quantity the keys of the content words about it, nearest first; other numbers and commas stand in the way. */
export function bindNouns(tokens: readonly Token[], drafts: readonly QuantityDraft[]): void {
  for (const draft of drafts) {
    const found: { key: string; cost: number }[] = [];
    for (const step of [-1, 1]) {
      let cost = step > 0 ? 0 : 0.5;
      for (let at = step > 0 ? draft.to : draft.from - 1, n = 0; n < REACH; at += step, n += 1) {
        const token = tokens[at];
        if (token === undefined) break;
        if (isContentToken(token)) found.push({ key: keyOf(token), cost });
        cost += crossing(token);
        if (!Number.isFinite(cost)) break;
      }
    }
    found.sort((a, b) => a.cost - b.cost);
    const keys = [...new Set(found.map(({ key }) => key))].filter((key) => key !== draft.per);
    draft.nouns = keys.slice(0, NOUNS_MAX);
  }
}
