import {
  claimInContext,
  type EvidenceSection,
  type GradingRequest,
  questionLine,
} from '../../../core/verification/judge/index.js';
import type { OnnxGraderSettings } from '../../../schema/index.js';
import type { WindowSection } from './windows.js';

/** What the model is to score: as plain data, since it goes to another thread. */
export interface ScoringTask {
  claims: {
    text: string;
    question: string;
    /** Places of the sections that it is held against, nearest first. */
    sections: number[];
  }[];
  sections: WindowSection[];
  options: Pick<OnnxGraderSettings, 'claim_first' | 'prompt' | 'batch'>;
}

/**
 * A rule is never held against a tool result, and a claim in a language that the model does not read against nothing; of
 * the sections near a claim it is held against the first few.
 */
export const scoringTask = (
  { claims, evidence }: Pick<GradingRequest, 'claims' | 'evidence'>,
  { claim_first, prompt, batch, languages, sections: sectionsMax }: OnnxGraderSettings,
): ScoringTask => ({
  claims: claims.map((claim, i) => ({
    text: claimInContext(claim),
    question: questionLine(claim),
    sections: [...(evidence.nearest[i] ?? [])]
      .filter(
        (place) =>
          languages.includes(claim.lang) && mayBear(evidence.sections[place], claim.subject === 'rule'),
      )
      .slice(0, sectionsMax),
  })),
  sections: evidence.sections.map(({ heading, items }) => ({
    heading,
    items: items.map(({ number, text }) => ({ number, text })),
  })),
  options: { claim_first, prompt, batch },
});

const mayBear = (section: EvidenceSection | undefined, isRule: boolean): boolean =>
  section !== undefined && section.items.length > 0 && (!isRule || section.heading !== null);
