import type { ModelReply } from '../../core/ports.js';
import {
  type EvidenceSection,
  type GradingRequest,
  speaksToJudge,
} from '../../core/verification/judge/index.js';
import type { Claim, Language } from '../../schema/index.js';
import { claimQuestion, claimText } from './claim-text.js';
import type { GraderQuestion, GraderService, ServiceScores } from './grader-service.js';
import type { ScoreClaims, ScoredClaim } from './scored-grader.js';
import { sectionText, windowSections } from './window-sections.js';

export interface RemoteScoresOptions {
  /** Sends one question, with tries, limits and a deadline of its own. */
  ask(question: GraderQuestion, tenant: string, signal: AbortSignal): Promise<ModelReply>;
  /** Languages that the service reads; claims in others are left as they are. */
  languages: readonly Language[];
}

/** A question with the places of its claims in the request. */
interface PlacedQuestion {
  places: readonly number[];
  question: GraderQuestion;
}

/**
 * The scores of a service: each claim is held against its nearest sections, in as many windows as the service needs; where
 * it takes many claims at once, all of them against all evidence. Of several windows the best one counts for a claim and the
 * worst one against it, and one that failed fails the claim: it may have held the contradiction.
 */
export const remoteScores =
  (service: GraderService, { ask, languages }: RemoteScoresOptions): ScoreClaims =>
  async (request, signal, spend) => {
    const refused = request.claims.map((claim): ScoredClaim | null => {
      if (!languages.includes(claim.lang) || holdsOrders(claim)) return 'silent';
      return claimText(claim).length > service.limits.claim_chars ? { failure: 'too_long' } : null;
    });
    const places = [...request.claims.keys()].filter((place) => refused[place] === null);
    const questions = questionsFor(places, request, service);
    const replies = await Promise.all(
      questions.map(async ({ question }) => {
        // A signal of its own: Node warns of many listeners on one.
        const reply = await ask(question, request.tenant, AbortSignal.any([signal]));
        const { calls, input_tokens } = reply.cost;
        spend(calls, input_tokens, calls * charsOf(question));
        return reply;
      }),
    );
    const windows = request.claims.map(
      (): { scores: ServiceScores; sections: readonly EvidenceSection[] }[] => [],
    );
    for (const [i, { places: asked, question }] of questions.entries()) {
      const scores = readReply(replies[i], service, question);
      for (const [j, place] of asked.entries())
        windows[place]?.push({
          scores: scores[j] ?? { kind: 'failed', failure: 'missing' },
          sections: question.sections,
        });
    }
    return request.claims.map((_, place) => refused[place] ?? pooled(windows[place] ?? []));
  };

/** Whether a claim, or what it answers, speaks to whoever judges: nobody could tell whether a score obeys such words. */
const holdsOrders = (claim: Claim): boolean =>
  speaksToJudge(claimText(claim)) || speaksToJudge(claimQuestion(claim, Number.MAX_SAFE_INTEGER));

const questionsFor = (
  places: readonly number[],
  request: GradingRequest,
  { limits }: GraderService,
): PlacedQuestion[] => {
  const { as_of, claims, evidence } = request;
  const ask = (asked: readonly number[], sections: readonly EvidenceSection[]): PlacedQuestion[] =>
    windowSections(sections, limits).map((window) => ({
      places: asked,
      question: { as_of, claims: asked.flatMap((place) => claims[place] ?? []), sections: window },
    }));
  if (limits.claims > 1) return places.length === 0 ? [] : ask(places, evidence.sections);
  return places.flatMap((place) => ask([place], sectionsFor(place, request)));
};

/** The sections near enough to a claim to bear it out, nearest first; a tool result shows no rule. */
const sectionsFor = (place: number, { claims, evidence }: GradingRequest): EvidenceSection[] =>
  [...(evidence.nearest[place] ?? [])].flatMap((at) => {
    const section = evidence.sections[at];
    return section === undefined || (section.heading === null && claims[place]?.subject === 'rule')
      ? []
      : [section];
  });

const readReply = (
  reply: ModelReply | undefined,
  service: GraderService,
  question: GraderQuestion,
): ServiceScores[] => {
  if (reply?.isAnswered === true) return service.read(reply.value, question);
  const failure = reply?.failure ?? 'unavailable';
  return question.claims.map(() => ({ kind: 'failed', failure }));
};

type Scored = ServiceScores & { kind: 'scored' };

const pooled = (
  windows: readonly { scores: ServiceScores; sections: readonly EvidenceSection[] }[],
): ScoredClaim => {
  const scored: (Scored & { numbers: readonly number[] })[] = [];
  let isSkipped = windows.length === 0;
  for (const { scores, sections } of windows) {
    if (scores.kind === 'failed') return { failure: scores.failure };
    if (scores.kind === 'skipped') isSkipped = true;
    else scored.push({ ...scores, numbers: scores.evidence ?? numbersOf(sections) });
  }
  const [first, ...rest] = scored;
  if (isSkipped || first === undefined) return 'silent';
  const best = rest.reduce((most, one) => (one.supported > most.supported ? one : most), first);
  const worst = rest.reduce(
    (most, one) => ((one.contradicted ?? 0) > (most.contradicted ?? 0) ? one : most),
    first,
  );
  return {
    supported: best.supported,
    for: best.numbers,
    contradicted: worst.contradicted,
    against: worst.numbers,
  };
};

const charsOf = ({ claims, sections }: GraderQuestion): number =>
  [...claims.map(claimText), ...sections.map(sectionText)].reduce((sum, text) => sum + text.length, 0);

const numbersOf = (sections: readonly EvidenceSection[]): number[] =>
  sections.flatMap(({ items }) => items.map(({ number }) => number));
