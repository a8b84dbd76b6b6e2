import { worseDecision } from '../../src/core/decision/index.js';
import type { AnswerSession, Delivery, HoldingWords } from '../../src/core/pipeline.js';
import type { DecisionReason, GroundingRequest, SessionEnd, Verdict } from '../../src/schema/index.js';

/** What the sessions of these tests say in place of a sentence that is wrong, and in place of an answer. */
export const CORRECTED = 'Refunds follow the fare. ';
export const HOLDING = 'We could not confirm this.';

/**
 * A whole answer session whose verdicts are known beforehand, for tests of what surrounds it: a sentence with WRONG is
 * corrected, with HANDOFF it escalates, with UNSURE it passes as not verified, with THROW the session throws.
 */
export class SentenceSession implements AnswerSession {
  readonly #request: GroundingRequest;
  readonly #delivery: Delivery;
  readonly #holding: HoldingWords | undefined;
  readonly #claims: Verdict[] = [];
  readonly #released: { start_char: number; end_char: number }[] = [];
  #original = '';
  #delivered = '';
  #at = 0;
  #decision: Parameters<typeof worseDecision>[0] = { action: 'pass', reason: 'no_checkable_claim' };

  constructor(request: GroundingRequest, delivery: Delivery, holding?: HoldingWords) {
    this.#request = request;
    this.#delivery = delivery;
    // Where nobody takes cases the words are a known text, so that tests can tell them apart.
    this.#holding = request.handoff.channel === 'none' ? undefined : holding;
  }

  async push(delta: string): Promise<string> {
    this.#original += delta;
    const text = this.#read(/[^.!?]*[.!?]+\s/g);
    return this.#request.mode === 'shadow' ? delta : text;
  }

  async end(): Promise<SessionEnd> {
    let text = this.#read(/[^.!?]*[.!?]*\s*/g);
    if (this.#decision.action === 'escalate') {
      const separator = this.#delivery === 'whole' || this.#delivered.trim() === '' ? '' : '\n\n';
      const before = this.#delivery === 'whole' ? '' : this.#delivered;
      const closing = (await this.#holding?.(this.#decision.reason, 'en')) ?? HOLDING;
      this.#delivered = before + separator + closing;
      text += separator + closing;
    }
    if (this.#request.mode === 'shadow') {
      this.#delivered = this.#original;
      text = '';
    }
    return {
      text,
      outcome: {
        decision: this.#decision.action,
        reason: this.#decision.reason,
        groundedness:
          this.#claims.length === 0 ? null : Math.min(...this.#claims.map((claim) => claim.score)),
        answer: this.#delivered,
        original_answer: this.#original,
        claims: this.#claims,
      },
      released: this.#released,
      withheld: [],
      language: 'en',
      knowledge_version: 'sha256:test',
    };
  }

  #read(pattern: RegExp): string {
    let text = '';
    for (const [sentence] of this.#original.slice(this.#at).matchAll(pattern)) {
      if (sentence !== '') text += this.#judge(sentence);
    }
    return text;
  }

  #judge(sentence: string): string {
    const start_char = this.#at;
    this.#at += sentence.length;
    if (sentence.includes('THROW')) throw new Error('the session failed');
    const [action, reason, score] = outcomeOf(sentence);
    if (score !== null) this.#claims.push(verdict(sentence, start_char, score));
    this.#decision = worseDecision(this.#decision, { action, reason });
    if (this.#decision.action === 'escalate') return '';
    if (action === 'pass') this.#released.push({ start_char, end_char: this.#at });
    const text = action === 'rewrite' ? CORRECTED : sentence;
    this.#delivered += text;
    return text;
  }
}

const outcomeOf = (sentence: string): ['pass' | 'rewrite' | 'escalate', DecisionReason, number | null] => {
  if (sentence.includes('WRONG')) return ['rewrite', 'contradicted', 0.1];
  if (sentence.includes('HANDOFF')) return ['escalate', 'unsupported', 0.2];
  if (sentence.includes('UNSURE')) return ['pass', 'not_verified', 0.6];
  return sentence.includes('RIGHT') ? ['pass', 'grounded', 0.9] : ['pass', 'no_checkable_claim', null];
};

const verdict = (sentence: string, start_char: number, score: number): Verdict => ({
  text: sentence.trimEnd(),
  start_char,
  end_char: start_char + sentence.trimEnd().length,
  label: score > 0.5 ? 'supported' : 'contradicted',
  score,
  band: score > 0.8 ? 'verified' : score > 0.5 ? 'not_verified' : 'failing',
  reason: score > 0.8 ? 'supported_by_evidence' : score > 0.5 ? 'undecided' : 'contradicted_by_evidence',
  findings: [],
  evidence: [],
});
