import type { Evidence, Language, Passage, Verdict } from '../../schema/index.js';
import type { ClauseLibrary, ReadPassage } from './clause-library.js';

const RELATION_ORDER: Record<Evidence['relation'], number> = { contradicts: 0, related: 1, supports: 2 };

/**
 * The clauses that could take the place of a claim, best first: what contradicts it, then what was found on the
 * matter; each in the answer's language where it has a version there, and only those in force. None for a claim that
 * fails because nothing speaks of it: another clause would answer another question.
 */
export const candidateClauses = (
  verdict: Verdict,
  library: ClauseLibrary,
  lang: Language,
  isInForce: (passage: Passage) => boolean,
): ReadPassage[] => {
  if (verdict.label === 'unsupported' && verdict.band === 'failing') return [];
  const found = [...verdict.evidence]
    .sort((a, b) => RELATION_ORDER[a.relation] - RELATION_ORDER[b.relation])
    .flatMap((evidence) => library.find(evidence) ?? [])
    .filter(({ passage }) => isInForce(passage))
    .map((clause) => library.inLanguage(clause, lang) ?? clause);
  return [...new Set(found)];
};
