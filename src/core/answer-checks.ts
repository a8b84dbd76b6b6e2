import type { Claim, GroundingRequest, Language, Verdict } from '../schema/index.js';
import { type AnswerReader, createAnswerReader, type Segment } from './extraction/index.js';
import type { Deadline } from './ports.js';
import { detectLanguage } from './reading/index.js';
import { watchedDenseSearch } from './retrieval/index.js';
import {
  cachedVerdict,
  failedCheck,
  type KnowledgeInForce,
  premisesOf,
  type VerdictCache,
  type VerificationInput,
  verdictScope,
  verificationOf,
  verifyClaim,
  verifyQuotedSentence,
} from './verification/index.js';
import {
  type CheckedClaim,
  type GradedGroup,
  gradeGroup,
  type ModelTier,
} from './verification/judge/index.js';

/** What checks ask of the outside. */
export interface CheckPorts {
  /** The knowledge base in force, taken once a session: an edit that arrives later holds from the next answer on. */
  knowledge: KnowledgeInForce;
  /** Judges one claim; a throw becomes the verdict `check_failed:verification`. */
  verify?: (claim: Claim, input: VerificationInput) => Promise<Verdict>;
  /** Bounds the check of one claim, where it asks something outside; late is the verdict `check_failed:deadline`. */
  deadline?: Deadline;
  /** Verdicts of earlier answers; without it each claim is judged anew. */
  verdicts?: VerdictCache;
}

/** The words of a segment as one claim, for when its claims could not be read. */
const wholeSegmentClaim = (segment: Segment): Pick<Claim, 'text' | 'start_char' | 'end_char'> | null => {
  const text = segment.text.trim();
  if (text === '') return null;
  const start_char = segment.start_char + segment.text.indexOf(text);
  return { text, start_char, end_char: start_char + text.length };
};

/** The claims of one answer, and what is found of them. Whatever fails becomes a verdict of its own. */
export class AnswerChecks {
  readonly #request: GroundingRequest;
  readonly #question: string | null;
  readonly #ports: CheckPorts;
  /** The knowledge base; notes when its embedding model is away. */
  readonly knowledge: KnowledgeInForce;
  #claimCount = 0;
  #isDenseMissing = false;
  #reader: AnswerReader | null = null;
  #verification: Omit<VerificationInput, 'signal'> | null = null;
  #scope: Promise<string> | null = null;
  #lang: Language = 'en';

  constructor(request: GroundingRequest, question: string | null, ports: CheckPorts) {
    this.#request = request;
    this.#question = question;
    this.#ports = ports;
    const { dense, ...knowledge } = ports.knowledge;
    const noteMissing = (): void => {
      this.#isDenseMissing = true;
    };
    this.knowledge =
      dense === undefined ? knowledge : { ...knowledge, dense: watchedDenseSearch(dense, noteMissing) };
  }

  /** The language of the answer, as far as it is known. */
  get lang(): Language {
    return this.#lang;
  }

  /** Whether some search had to go without the embedding model. */
  get isDenseMissing(): boolean {
    return this.#isDenseMissing;
  }

  /** Claims of a segment and what the embedded checks make of them. */
  async check(segment: Segment, signal: AbortSignal): Promise<CheckedClaim[]> {
    const checked = await this.#checked(segment, signal);
    this.#claimCount += checked.length;
    return checked;
  }

  async #checked(segment: Segment, signal: AbortSignal): Promise<CheckedClaim[]> {
    let claims: Claim[];
    try {
      this.#prepare(segment);
      claims = this.#reader?.read(segment) ?? [];
    } catch {
      return this.#unreadable(segment);
    }
    const quoted = this.#quotedTogether(segment, claims, signal);
    const checked: CheckedClaim[] = [];
    for (const [place, claim] of claims.entries()) {
      const isOverLimit = this.#claimCount + checked.length >= this.#request.claims_max;
      const embedded = isOverLimit
        ? failedCheck(claim, 'claims_limit')
        : (quoted?.[place] ?? (await this.verify(claim, signal)));
      checked.push({ claim, embedded });
    }
    return checked;
  }

  /** The verdicts where the claims of a segment together repeat a clause; each is judged by itself otherwise. */
  #quotedTogether(segment: Segment, claims: readonly Claim[], signal: AbortSignal): Verdict[] | null {
    const [first, last] = [claims[0], claims.at(-1)];
    const verification = this.#verification;
    if (first === undefined || last === undefined || verification === null) return null;
    if (this.#ports.verify !== undefined) return null;
    const [from, to] = [first.start_char - segment.start_char, last.end_char - segment.start_char];
    try {
      return verifyQuotedSentence(claims, segment.text.slice(from, to), { ...verification, signal });
    } catch {
      return null;
    }
  }

  /** The words of a segment as one claim whose check failed. */
  #unreadable(segment: Segment): CheckedClaim[] {
    const whole = wholeSegmentClaim(segment);
    if (whole === null) return [];
    const context = { question: this.#question, premises: [], antecedents: [], lead_ins: [] };
    const claim: Claim = { ...whole, subject: 'rule', lang: this.#lang, context };
    return [{ claim, embedded: failedCheck(whole, 'extraction') }];
  }

  /** What the embedded checks make of one claim. */
  async verify(claim: Claim, signal: AbortSignal): Promise<Verdict> {
    if (this.#verification === null) return failedCheck(claim, 'preparation');
    if (this.#ports.knowledge.index.entries.length === 0 && this.#verification.context.length === 0) {
      return failedCheck(claim, 'index_empty');
    }
    const { verify = verifyClaim, deadline } = this.#ports;
    const input = this.#verification;
    try {
      return await this.#judgedOnce(claim, async () => {
        if (deadline === undefined) return await verify(claim, { ...input, signal });
        const checked = await deadline.within(
          (bounded) => verify(claim, { ...input, signal: bounded }),
          signal,
        );
        return checked.isLate ? failedCheck(claim, 'deadline') : checked.value;
      });
    } catch (error) {
      if (signal.aborted) throw error;
      return failedCheck(claim, 'verification');
    }
  }

  /** The verdict of an earlier answer in the same circumstances, where those are kept. */
  async #judgedOnce(claim: Claim, judge: () => Promise<Verdict>): Promise<Verdict> {
    const cache = this.#verdictCache();
    return cache === null
      ? await judge()
      : await cachedVerdict(claim, cache, await this.#verdictScope(), judge);
  }

  /** What was found without the embedding model is not kept: with it, it may be another. */
  #verdictCache(): VerdictCache | null {
    const { verdicts } = this.#ports;
    if (verdicts === undefined) return null;
    return {
      get: (key) => verdicts.get(key),
      set: (key, verdict) => {
        if (!this.#isDenseMissing) verdicts.set(key, verdict);
      },
    };
  }

  #verdictScope(): Promise<string> {
    const { knowledge } = this.#ports;
    this.#scope ??= verdictScope({
      request: this.#request,
      lang: this.#lang,
      knowledge: [knowledge.index, knowledge.dense, knowledge.thresholds],
    });
    return this.#scope;
  }

  /** On the first segment with words: language, reader and evidence of this answer. */
  #prepare(segment: Segment): void {
    if (this.#reader !== null || segment.text.trim() === '') return;
    const request = this.#request;
    this.#lang =
      request.language ??
      detectLanguage(segment.text) ??
      (this.#question === null ? null : detectLanguage(this.#question)) ??
      'en';
    this.#reader = createAnswerReader({
      question: this.#question,
      premises: premisesOf(request),
      lang: this.#lang,
    });
    this.#verification = verificationOf(request, this.knowledge, this.#lang);
  }

  /** The verdicts of claims that the models are asked about together, and what that took. */
  async grade(open: readonly CheckedClaim[], models: ModelTier, signal: AbortSignal): Promise<GradedGroup> {
    const verification = this.#verification;
    if (verification === null)
      return { verdicts: open.map(({ claim }) => failedCheck(claim, 'preparation')), uses: [] };
    const { tenant, case_facts } = this.#request;
    const cache = this.#verdictCache();
    return await gradeGroup(
      open,
      models,
      { ...verification, signal, tenant, tool_results: case_facts },
      cache === null ? null : { cache, scope: await this.#verdictScope() },
    );
  }
}
