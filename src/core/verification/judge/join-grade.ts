import type { Claim, Evidence, Passage, Verdict } from '../../../schema/index.js';
import { evidenceOf } from '../citation.js';
import type { Grade, SettlingGrade } from './grader.js';
import type { EvidenceItem, PackedEvidence } from './pack-evidence.js';
import { speaksToJudge } from './speaks-to-judge.js';

/** Scores of graded claims: a grade has no calibrated risk of its own, so they stand for "shown" and "refuted". */
const SHOWN_SCORE = 0.95;
const REFUTED_SCORE = 0.03;
const OPEN_SCORE = 0.5;

const CITED_MAX = 4;

export interface JoinInput {
  claim: Claim;
  /** What the embedded checks made of the claim. */
  embedded: Verdict;
  grade: Grade;
  evidence: PackedEvidence;
  /** The grader's stage, as findings name it. */
  stage: string;
  /** Places in the evidence of the sections that are near enough to the claim to bear it out. */
  nearest: ReadonlySet<number>;
}

/**
 * The verdict of a claim from the embedded checks and a grade. What a check proved wrong stays wrong, whatever the grade
 * says; what the checks verified is verified no more where the grade speaks against it; the rest is as the grade says.
 * An undecided grade changes nothing. Without a usable grade nothing is verified, and the reason says why.
 */
export const joinGrade = (input: JoinInput): Verdict => {
  const { embedded } = input;
  if (embedded.reason.startsWith('check_failed:')) return embedded;
  const grade = checkedGrade(input);
  if (!grade.isGraded)
    return embedded.band === 'failing'
      ? embedded
      : {
          ...embedded,
          label: 'unsupported',
          score: Math.min(embedded.score, OPEN_SCORE),
          band: 'not_verified',
          reason: `check_failed:${grade.failure}`,
        };
  switch (grade.label) {
    case 'supported':
      if (embedded.band === 'failing' && embedded.is_proven === true) return embedded;
      return !speaksToJudge(grade.quote ?? '') && restsOnNearest(input, grade.for)
        ? verified(input, grade)
        : open(input, grade);
    case 'contradicted':
      // A score says nothing of why: text on another matter is easily taken for one that says otherwise.
      return grade.quote === null && !restsOnNearest(input, grade.against)
        ? open(input, grade)
        : failing(input, grade);
    case 'unsupported':
      // The checks hold words that bear it out, which the grader may not have been shown: undecided.
      return embedded.band === 'verified' ? open(input, grade) : failing(input, grade);
    case 'undecided':
      return embedded;
    default:
      return grade satisfies never;
  }
};

/** A grade "supported" that rests on evidence which cannot bear the claim out counts as none. */
const checkedGrade = ({ claim, grade, evidence, stage }: JoinInput): Grade => {
  if (!grade.isGraded || grade.label !== 'supported') return grade;
  const { quote } = grade;
  const items = itemsOf(grade.for, evidence);
  const bears = items.filter(({ passage }) => passage !== null || claim.subject !== 'rule');
  // Of a score nobody knows which piece it rests on: every one of them has to be able to bear the claim out.
  const isBorneOut =
    quote === null
      ? items.length > 0 && bears.length === items.length
      : bears.some(({ text }) => text.includes(quote));
  return isBorneOut ? grade : { isGraded: false, failure: `${stage}_evidence` };
};

const restsOnNearest = ({ evidence, nearest }: JoinInput, numbers: readonly number[]): boolean =>
  evidence.sections.some(
    ({ items }, place) => nearest.has(place) && items.some(({ number }) => numbers.includes(number)),
  );

/** A claim on which checks and grade do not agree enough to call it anything. */
const open = ({ embedded, stage }: JoinInput, grade: SettlingGrade): Verdict => ({
  ...embedded,
  label: 'unsupported',
  score: OPEN_SCORE,
  band: 'not_verified',
  reason: 'undecided',
  findings: grade.label === 'supported' ? embedded.findings : findingOf(grade, stage),
});

const verified = ({ embedded, evidence }: JoinInput, grade: SettlingGrade): Verdict => ({
  ...embedded,
  label: 'supported',
  score: Math.max(embedded.score, SHOWN_SCORE),
  band: 'verified',
  reason: 'supported_by_evidence',
  findings: [],
  evidence: citations(itemsOf(grade.for, evidence), [], embedded, grade.quote),
});

const failing = ({ embedded, evidence, stage }: JoinInput, grade: SettlingGrade): Verdict => {
  const isContradicted = grade.label === 'contradicted';
  return {
    ...embedded,
    label: isContradicted ? 'contradicted' : 'unsupported',
    score: Math.min(embedded.score, REFUTED_SCORE),
    band: 'failing',
    reason: isContradicted ? 'contradicted_by_evidence' : 'no_evidence',
    findings: [...findingOf(grade, stage), ...(embedded.band === 'failing' ? embedded.findings : [])],
    evidence: citations(
      itemsOf(grade.for, evidence),
      isContradicted ? itemsOf(grade.against, evidence) : [],
      embedded,
      grade.quote,
    ),
  };
};

const findingOf = ({ label, kind, finding }: SettlingGrade, stage: string): Verdict['findings'] => [
  {
    kind: kind ?? (label === 'contradicted' ? 'condition' : 'fabricated'),
    check: stage,
    message:
      finding !== ''
        ? finding
        : label === 'contradicted'
          ? 'The evidence says otherwise.'
          : 'No policy or table in force says this.',
  },
];

const itemsOf = (numbers: readonly number[], { items }: PackedEvidence): EvidenceItem[] =>
  items.filter(({ number }) => numbers.includes(number));

/** What the grade rests on, the quoted piece first; then what the checks cited, as related. */
const citations = (
  supporting: readonly EvidenceItem[],
  against: readonly EvidenceItem[],
  embedded: Verdict,
  quote: string | null,
): Evidence[] => {
  const cited: Evidence[] = [];
  const isCited = (one: Pick<Evidence, 'source' | 'start_char'>): boolean =>
    cited.some(({ source, start_char }) => source === one.source && start_char === one.start_char);
  const cite = (items: readonly EvidenceItem[], relation: Evidence['relation']): void => {
    const quotedFirst =
      quote === null
        ? items
        : [...items].sort((a, b) => Number(b.text.includes(quote)) - Number(a.text.includes(quote)));
    for (const passage of quotedFirst.flatMap(({ passage }): Passage[] =>
      passage === null ? [] : [passage],
    ))
      if (cited.length < CITED_MAX && !isCited(passage)) cited.push(evidenceOf(passage, relation));
  };
  cite(against, 'contradicts');
  cite(supporting, 'supports');
  for (const evidence of embedded.evidence)
    if (cited.length < CITED_MAX && !isCited(evidence)) cited.push({ ...evidence, relation: 'related' });
  return cited;
};
