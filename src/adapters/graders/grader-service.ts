import type { EvidenceSection } from '../../core/verification/judge/index.js';
import type { Claim } from '../../schema/index.js';
import type { ScoringFailure } from './scored-grader.js';

/** What one request asks: some claims, held against one window of evidence. */
export interface GraderQuestion {
  /** Local ISO day for which the evidence is in force. */
  as_of: string;
  claims: readonly Claim[];
  /** Nearest first. */
  sections: readonly EvidenceSection[];
}

/** What a service says of one claim, over the evidence of the question. */
export type ServiceScores =
  | {
      kind: 'scored';
      /** P(supported), in [0, 1]. */
      supported: number;
      /** P(contradicted), in [0, 1]; null where the service does not tell it from unsupported. */
      contradicted: number | null;
      /** Numbers of the evidence that the scores rest on; null: nobody knows which of it. */
      evidence: readonly number[] | null;
    }
  /** The service did not look at the claim, or names nothing that its score rests on. */
  | { kind: 'skipped' }
  | { kind: 'failed'; failure: ScoringFailure };

/** What a service takes in one request. */
export interface GraderLimits {
  claims: number;
  /** Most characters of a claim; one that is longer is not sent, and counts as failed. */
  claim_chars: number;
  /** Most characters of evidence. */
  window_chars: number;
  /** Most pieces of evidence, and most characters of each. */
  pieces?: number;
  piece_chars?: number;
}

/** A request before its credential is added. */
export interface GraderRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A service as it speaks: how a question is written, how its reply is read. Sending is somebody else’s. */
export interface GraderService {
  /** Names the service and what answers there. */
  readonly model: string;
  /** Name and version of how it is asked and read: a change of either is a new version, since kept verdicts go by it. */
  readonly wire: string;
  readonly limits: GraderLimits;
  write(question: GraderQuestion): GraderRequest;
  /** One for each claim, in their order. `body` is JSON that nobody has checked yet. */
  read(body: unknown, question: GraderQuestion): ServiceScores[];
}

/** A reply that has not the form it should have: nothing of it counts. */
export const unreadable = (
  { claims }: GraderQuestion,
  failure: ScoringFailure = 'unreadable',
): ServiceScores[] => claims.map(() => ({ kind: 'failed', failure }));

/** A JSON request to a path after a base address. */
export const jsonRequest = (
  base: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): GraderRequest => ({
  url: `${base.replace(/\/+$/, '')}${path}`,
  headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  body: JSON.stringify(body),
});
