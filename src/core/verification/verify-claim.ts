import type {
  Claim,
  Evidence,
  EvidenceRelation,
  OperatingPoint,
  OperatingThresholds,
  Passage,
  Reading,
  Verdict,
} from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import {
  type DenseSearch,
  type IndexedPassage,
  type KnowledgeIndex,
  neighbours,
  retrieveEvidence,
} from '../retrieval/index.js';
import type { Check, CheckInput, Signal } from './check.js';
import { caseFactCheck } from './checks/case-fact.js';
import { CHECKS } from './checks/index.js';
import { evidenceOf } from './citation.js';
import { pairClauses } from './clauses/index.js';
import type { CaseFacts } from './customer-case/case-facts.js';
import { isShownByCase } from './customer-case/shown-by-case.js';
import { failedCheck } from './failed-check.js';
import { type KnowledgeFacts, knowledgeFacts } from './knowledge-facts.js';
import { type Affinity, affinityOf } from './matching/affinity.js';
import { type AlignedPassage, align, type ClaimFocus, focusOf, inSearchOrder } from './matching/alignment.js';
import { type ClaimReach, claimReach } from './matching/claim-reach.js';
import { pairStatements } from './matching/statement-pairs.js';
import { isOnAnotherMatter } from './matter/index.js';
import { compareQuantities } from './numbers/quantity-comparison.js';
import { statedAnywhere } from './numbers/stated-anywhere.js';
import { outdatedOf } from './outdated-passages.js';
import { resolveClaim } from './resolve-ellipsis.js';
import { quotedClause } from './support/quoted-clause.js';
import { wholeQuote } from './support/whole-quote.js';
import { claimWords, knowledgeTables, tablesNamedBy, withJoinedNames } from './tables/index.js';
import affinityTable from './weighing/affinity.json' with { type: 'json' };
import {
  combineSignals,
  type Judgement,
  riskModel,
  riskOfWholeQuote,
  scoreOf,
} from './weighing/combine-signals.js';

/** What one claim is verified against; the same for all claims of an answer but for the claim itself. */
export interface VerificationInput {
  index: KnowledgeIndex;
  /** Local ISO day at which policies must be in force. */
  as_of: string;
  /** Trusted passages of the caller, beside the knowledge base. */
  context: readonly IndexedPassage[];
  /** Tool results: facts of the customer's own case. */
  case_facts: CaseFacts;
  /** The customer's own messages. */
  premises: readonly Reading[];
  operating_point: OperatingPoint;
  /** Thresholds fitted to this knowledge base; default: the model's. */
  thresholds?: OperatingThresholds;
  dense?: DenseSearch;
  signal: AbortSignal;
  /** The checks to run; default: all. */
  checks?: readonly Check[];
}

const RETRIEVED = 12;
const EVIDENCE_MAX = 16;
const OUTDATED_MAX = 4;
const CITED_MAX = 4;
const RELATED_MAX = 2;
const PAIRED_MAX = 8;

const AFFINITY = affinityOf(affinityTable);

/**
 * Judges one claim against the passages in force. A check that throws makes the claim `unsupported`, `not_verified`,
 * with reason `check_failed:<check>`; faults of retrieval are thrown.
 */
export const verifyClaim = async (claim: Claim, input: VerificationInput): Promise<Verdict> => {
  if (input.index.entries.length === 0 && input.context.length === 0)
    return failedCheck(claim, 'index_empty');
  input.signal.throwIfAborted();
  const quoted = input.checks === undefined ? verdictOfQuote(claim, input) : null;
  if (quoted !== null) return quoted;
  const checkInput = await readClaim(claim, input);
  const signals = new Map<string, Signal>();
  const isUnspoken = checkInput.evidence.length === 0;
  for (const check of isUnspoken ? [caseFactCheck] : (input.checks ?? CHECKS)) {
    try {
      const signal = check.run(checkInput);
      if (signal !== null) signals.set(check.name, signal);
    } catch {
      return failedCheck(claim, check.name);
    }
  }
  if (isUnspoken && !isShownByCase(signals))
    return saysNothing(checkInput)
      ? { ...failedCheck(claim, 'no_passage'), reason: 'undecided' }
      : {
          ...failedCheck(claim, 'no_passage'),
          band: 'failing',
          reason: 'no_evidence',
          findings: [
            {
              kind: 'fabricated',
              check: 'retrieval',
              message: 'No policy or table in force speaks of this.',
            },
          ],
        };
  const judged = combineSignals(checkInput, signals, input.operating_point, input.thresholds);
  return {
    text: claim.text,
    start_char: claim.start_char,
    end_char: claim.end_char,
    label: judged.label,
    score: judged.score,
    band: judged.band,
    reason: judged.reason,
    ...(judged.is_proven ? { is_proven: true } : {}),
    findings: judged.findings,
    evidence: citations(checkInput, judged),
  };
};

/**
 * The verdict on a claim that repeats a whole clause in force, whatever else the checks would say (`wholeQuote`); null for other
 * claims, for what the bot says it did, and where so little risk is too much.
 */
const verdictOfQuote = (
  claim: Claim,
  { index, as_of, operating_point, thresholds = riskModel().thresholds }: VerificationInput,
): Verdict | null => {
  const risk = riskOfWholeQuote();
  if (claim.subject === 'act' || risk === null || risk > thresholds[operating_point].verified) return null;
  const { question } = claim.context;
  const quote = wholeQuote(claim, question === null ? null : index.read(question, claim.lang), index, as_of);
  if (quote === null) return null;
  const facts = knowledgeFacts(index);
  const { passage, reading: itsReading } = quote;
  if (isOnAnotherMatter({ claim, index, facts, affinity: AFFINITY, as_of })({ passage, reading: itsReading }))
    return null;
  return {
    text: claim.text,
    start_char: claim.start_char,
    end_char: claim.end_char,
    label: 'supported',
    score: scoreOf(risk),
    band: 'verified',
    reason: 'supported_by_evidence',
    findings: [],
    evidence: [evidenceOf(quote.passage, 'supports')],
  };
};

/**
 * The verdicts on the claims of one sentence that together say a whole clause in force word for word: none is judged by its
 * part alone, since the sentence says what limits it. Null for other sentences, and where the bot says that it did something.
 * @param text of the answer, from the first claim's beginning to the last one's end.
 */
export const verifyQuotedSentence = (
  claims: readonly Claim[],
  text: string,
  input: VerificationInput,
): Verdict[] | null => {
  const [first, ...others] = claims;
  if (first === undefined || others.length === 0 || others.some(({ subject }) => subject === 'act'))
    return null;
  const end_char = first.start_char + text.length;
  const quoted = verdictOfQuote({ ...first, text, end_char }, input);
  if (quoted === null) return null;
  return claims.map((claim) => ({
    ...quoted,
    text: claim.text,
    start_char: claim.start_char,
    end_char: claim.end_char,
  }));
};

/** "There isn't": what it is about stands elsewhere, and no passage can speak of it; nor of the names and figures of a tool result. */
const saysNothing = ({ focus, reading, quantities, case_facts }: CheckInput): boolean =>
  [...focus.own.keys()].every((key) => case_facts.keys.has(key)) &&
  quantities.every(({ is_case_fact }) => is_case_fact) &&
  reading.contacts.every(({ value }) => case_facts.contacts.has(value));

/** What training changes: another table of related words, and passages that the base is to be silent about. */
export interface ReadingOptions {
  affinity?: Affinity;
  withhold?: (passageQuote: string) => boolean;
}

/** Works out everything that the checks look at. */
export const readClaim = async (
  claim: Claim,
  input: VerificationInput,
  { affinity = AFFINITY, withhold }: ReadingOptions = {},
): Promise<CheckInput> => {
  const { index } = input;
  const facts = knowledgeFacts(index);
  const read = (text: string): Reading => index.read(text, claim.lang);
  const reading = read(claim.text);
  const { context } = claim;
  const question = context.question === null ? null : read(context.question);
  const earlier = [...context.lead_ins, ...context.antecedents].map(read);
  const focus = focusOf(reading, question === null ? earlier : [...earlier, question], facts);
  const reach = claimReach(focus, affinity);
  const resolved = resolveClaim({ claim, reading, read });
  const sought = resolved.lead_in_time === null ? reading : read(`${resolved.lead_in_time} ${claim.text}`);
  const retrieved = await retrieveEvidence({ claim, reading: sought }, index, {
    as_of: input.as_of,
    limit: RETRIEVED,
    extra: [...input.context],
    ...(input.dense === undefined ? {} : { dense: input.dense }),
    signal: input.signal,
  });
  const aligned = alignEvidence(retrieved, input, focus, facts, reach);
  const evidence = withhold === undefined ? aligned : aligned.filter((item) => !withhold(item.passage.quote));
  const tables = knowledgeTables(index, input.as_of);
  const words = withJoinedNames(claimWords(claim, reading, index.read), tables);
  const told = [...input.premises, ...(question === null ? [] : [question])];
  const premises = [...told, ...earlier];
  return {
    claim,
    reading,
    focus,
    question,
    earlier,
    premises,
    case_facts: input.case_facts,
    evidence,
    outdated: outdatedOf(index, input.as_of, focus)
      .map((entry) => align(focus, entry, facts, reach))
      .sort((a, b) => rankOf(b) - rankOf(a))
      .slice(0, OUTDATED_MAX),
    quantities: compareQuantities(
      reading,
      focus,
      evidence,
      { premises: told, earlier, case_facts: input.case_facts, as_of: input.as_of },
      facts,
      reach,
    ),
    pairs: pairStatements(reading, focus, evidence.slice(0, PAIRED_MAX), {
      facts,
      reach,
      propositions: resolved.from_question ? [] : resolved.propositions,
    }),
    clauses: pairClauses(
      {
        reading: resolved.reading ?? reading,
        text: resolved.question_text?.replace(/\?+\s*$/, '') ?? claim.text,
        focus,
        facts,
        reach,
      },
      evidence.slice(0, PAIRED_MAX),
    ),
    resolved,
    quoted: quotedClause(claim, question, evidence, facts, index),
    isElsewhere: isOnAnotherMatter({ claim, index, facts, affinity, as_of: input.as_of }),
    isStated: statedAnywhere(index, input.as_of, withhold),
    tables,
    named_tables: tablesNamedBy(tables, words),
    words,
    facts,
    affinity,
    reach,
    as_of: input.as_of,
  };
};

/** How well a passage bears on a claim: its own words first, then its context's, then the retrieval's opinion. */
const rankOf = (item: AlignedPassage): number =>
  item.coverage + 0.5 * item.coverage_in_context + 0.15 * item.reverse + 0.2 * item.retrieval;

const alignEvidence = (
  retrieved: readonly (IndexedPassage & { score: number })[],
  input: VerificationInput,
  focus: ClaimFocus,
  facts: KnowledgeFacts,
  reach: ClaimReach,
): AlignedPassage[] => {
  const aligned = new Map<string, AlignedPassage>();
  for (const entry of retrieved) aligned.set(entry.passage.id, align(focus, entry, facts, reach));
  const best = [...aligned.values()].sort((a, b) => rankOf(b) - rankOf(a)).slice(0, 2);
  for (const item of best)
    for (const entry of neighbours(input.index, item.passage)) {
      if (aligned.size >= EVIDENCE_MAX) break;
      if (aligned.has(entry.passage.id) || !inForce(entry.passage, input.as_of)) continue;
      aligned.set(entry.passage.id, align(focus, entry, facts, reach));
    }
  return [...aligned.values()].sort((a, b) => rankOf(b) - rankOf(a));
};

/** What decides a claim, then what is nearest by the search. */
const citations = (input: CheckInput, judged: Judgement): Evidence[] => {
  const cited = new Map<string, Evidence>();
  const cite = (passages: readonly Passage[], relation: EvidenceRelation): void => {
    for (const passage of passages)
      if (cited.size < CITED_MAX && !cited.has(passage.id))
        cited.set(passage.id, evidenceOf(passage, relation));
  };
  const nearest = inSearchOrder(input.evidence)
    .slice(0, RELATED_MAX)
    .map((item) => item.passage);
  if (judged.label === 'supported') cite(judged.for, 'supports');
  cite(judged.against, 'contradicts');
  cite(judged.for, 'supports');
  cite(nearest, 'related');
  return [...cited.values()];
};
