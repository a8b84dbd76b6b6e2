import { keptWords } from '../../core/rewriting/index.js';
import type { GroundedAnswer } from '../../schema/index.js';
import type { EvaluationCase } from '../evaluation-case.js';

/** Fewer kept words in a row than this may stand in any text ("of the"). */
const RUN_MIN = 3;

/** What is left of the right text of rewritten answers. Shares in [0, 1]; null where there is nothing to share. */
export interface KeptText {
  /** Answers that were delivered rewritten. */
  answers: number;
  /** Words of them outside of claims that people labelled wrong. */
  right_words: number;
  /** Those of them that were delivered, in their order and at least three in a row. */
  kept_words: number;
  share_kept: number | null;
  /** Claims of them that people labelled right, and those that were delivered letter by letter. */
  right_claims: number;
  kept_claims: number;
  /** Words delivered for each word of the bot's. */
  length_ratio: number | null;
}

/** A case with what became of it. */
interface Rewritten {
  case: EvaluationCase;
  outcome: GroundedAnswer;
}

export const keptText = (items: readonly Rewritten[]): KeptText => {
  const figures = { answers: 0, right_words: 0, kept_words: 0, right_claims: 0, kept_claims: 0 };
  let [said, delivered] = [0, 0];
  for (const { case: item, outcome } of items) {
    if (outcome.decision !== 'rewrite') continue;
    figures.answers += 1;
    const { words, kept, after_words } = keptWords(item.answer, outcome.answer);
    said += words.length;
    delivered += after_words;
    const wrong = spansOf(item, (label) => label !== 'supported');
    const inRuns = placesInRuns(kept);
    for (const [place, { start_char, end_char }] of words.entries()) {
      if (wrong.some((span) => start_char < span.end_char && span.start_char < end_char)) continue;
      figures.right_words += 1;
      if (inRuns.has(place)) figures.kept_words += 1;
    }
    const right = item.claims.filter(({ label }) => label === 'supported');
    figures.right_claims += right.length;
    figures.kept_claims += right.filter(({ text }) => outcome.answer.includes(text)).length;
  }
  return {
    ...figures,
    share_kept: figures.right_words === 0 ? null : figures.kept_words / figures.right_words,
    length_ratio: said === 0 ? null : delivered / said,
  };
};

const spansOf = (
  { answer, claims }: EvaluationCase,
  isMeant: (label: string) => boolean,
): { start_char: number; end_char: number }[] =>
  claims.flatMap(({ text, label }) => {
    const start_char = isMeant(label) ? answer.indexOf(text) : -1;
    return start_char < 0 ? [] : [{ start_char, end_char: start_char + text.length }];
  });

/** The places that have enough neighbours beside them. */
const placesInRuns = (places: ReadonlySet<number>): Set<number> => {
  const inRuns = new Set<number>();
  for (const place of places) {
    if (places.has(place - 1)) continue;
    let end = place;
    while (places.has(end)) end += 1;
    if (end - place >= RUN_MIN) for (let at = place; at < end; at += 1) inRuns.add(at);
  }
  return inRuns;
};
