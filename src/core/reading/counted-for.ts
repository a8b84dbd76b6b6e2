import { familyOf, isContentConcept } from '../lexicon/index.js';
import { keyOf } from './concepts.js';
import type { QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

const NOT_PER = new Set(['channel', 'payment', 'document', 'act', 'rel', 'cmp', 'neg']);

/** "per passenger", "a month", "/kg", "la nuit", "each": what the number is counted for. */
export function setPer(tokens: readonly Token[], draft: QuantityDraft): void {
  const marker = tokens[draft.to];
  if (marker === undefined) return;
  const articled =
    ['money', 'percent', 'points', 'count'].includes(draft.kind) &&
    ['a', 'an', 'le', 'la', 'the'].includes(marker.form) &&
    marker.kind === 'word';
  const isPer = marker.concept === 'per.each' || marker.text === '/' || articled;
  if (!isPer) return;
  const at = marker.concept === 'per.each' ? marker.phraseEnd : draft.to + 1;
  let target = tokens[at];
  if (target !== undefined && ['le', 'la', 'l', 'the', 'a'].includes(target.form)) target = tokens[at + 1];
  if (target === undefined || target.kind !== 'word') {
    if (marker.concept === 'per.each') draft.per = 'each';
    return;
  }
  const family = target.concept === null ? '' : familyOf(target.concept);
  if (articled && marker.concept !== 'per.each' && family !== 'unit' && family !== 'time') return;
  if (NOT_PER.has(family) && !articled && marker.form === 'par') return;
  if (target.concept !== null && !isContentConcept(target.concept) && family !== 'unit') {
    draft.per = 'each';
    return;
  }
  draft.per = keyOf(target);
  draft.outerTo = Math.max(draft.outerTo, target.phraseEnd);
}
