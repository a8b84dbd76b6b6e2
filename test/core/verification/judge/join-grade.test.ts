import { describe, expect, it } from 'vitest';
import { type Grade, isOpen, type SettlingGrade } from '../../../../src/core/verification/judge/index.js';
import { joinGrade } from '../../../../src/core/verification/judge/join-grade.js';
import type { Claim, Passage, Verdict } from '../../../../src/schema/index.js';
import { failing, undecided, verdict } from '../../../support/verdicts.js';

const claim = (over: Partial<Claim> = {}): Claim => ({
  text: 'A second bag costs CAD 50.',
  start_char: 0,
  end_char: 26,
  subject: 'rule',
  lang: 'en',
  context: { question: null, premises: [], antecedents: [], lead_ins: [] },
  ...over,
});

const passage: Passage = {
  id: 'policies/bags.md#0',
  kind: 'sentence',
  source: 'policies/bags.md',
  title: 'Bags',
  lang: 'en',
  heading_path: ['Bags', '2. Fees'],
  section: '2. Fees',
  block_id: 'b',
  quote: 'A second bag costs CAD 60.',
  start_char: 40,
  end_char: 66,
  lead_in: null,
  text: 'A second bag costs CAD 60.',
  row: null,
  version: 'sha256:0',
  effective_from: null,
  effective_to: null,
};
const items = [
  { number: 1, text: passage.text, passage },
  { number: 2, text: '{"policy": "a second bag costs CAD 50"}', passage: null },
];

const EVIDENCE = {
  sections: [{ heading: 'Bags', source: passage.source, effective_from: null, effective_to: null, items }],
  items,
  nearest: [],
};

const grade = (over: Partial<SettlingGrade> = {}): Grade => ({
  isGraded: true,
  label: 'supported',
  for: [1],
  against: [],
  quote: 'A second bag costs CAD 60.',
  finding: '',
  kind: null,
  ...over,
});
const AGAINST = grade({
  label: 'contradicted',
  for: [],
  against: [1],
  kind: 'money',
  finding: 'The policy says CAD 60.',
});
const SILENT = grade({ label: 'unsupported', for: [], quote: '', kind: 'fabricated' });
const ALONE = failing({
  findings: [{ kind: 'fabricated', check: 'risk', message: 'No clause bears it out.' }],
});
const LATE: Grade = { isGraded: false, failure: 'judge_late' };
const TOOL = grade({ for: [2], quote: 'a second bag costs CAD 50' });

const join = (embedded: Verdict, given: Grade, subject: Claim['subject'] = 'rule', isNear = true) =>
  joinGrade({
    claim: claim({ subject }),
    embedded,
    grade: given,
    evidence: EVIDENCE,
    stage: 'judge',
    nearest: new Set(isNear ? [0] : []),
  });

const BY_SCORE = grade({ quote: null });
const SCORED_AGAINST = grade({ label: 'contradicted', for: [], against: [1], quote: null });
const PROVEN = failing({ is_proven: true });
const BROKEN = undecided({ reason: 'check_failed:money' });

describe('joinGrade', () => {
  it.each([
    {
      name: 'an open claim that is shown is verified',
      embedded: undecided(),
      given: grade(),
      band: 'verified',
    },
    { name: 'an open claim that is refuted fails', embedded: undecided(), given: AGAINST, band: 'failing' },
    { name: 'an open claim that nothing says fails', embedded: undecided(), given: SILENT, band: 'failing' },
    { name: 'what a check proved wrong stays wrong', embedded: PROVEN, given: grade(), band: 'failing' },
    {
      name: 'what a check held for risky may be shown',
      embedded: failing(),
      given: grade(),
      band: 'verified',
    },
    { name: 'what the checks verified may be refuted', embedded: verdict(), given: AGAINST, band: 'failing' },
    {
      name: 'what the checks verified is open where the judge finds nothing',
      embedded: verdict(),
      given: SILENT,
      band: 'not_verified',
    },
    {
      name: 'a failing claim stays failing without a grade',
      embedded: failing(),
      given: LATE,
      band: 'failing',
    },
    {
      name: 'a check that failed is no claim that is shown',
      embedded: BROKEN,
      given: grade(),
      band: 'not_verified',
    },
  ])('$name', ({ embedded, given, band }) => {
    const joined = join(embedded, given);
    expect(joined.band).toBe(band);
    if (band !== 'verified') expect(joined.label).not.toBe('supported');
  });

  it.each([
    { name: 'an open claim', embedded: undecided() },
    {
      name: 'an open claim with the best guess “supported”',
      embedded: undecided({ label: 'supported', score: 0.8 }),
    },
    { name: 'a verified claim', embedded: verdict() },
  ])('$name whose grade failed is a failed check with the reason', ({ embedded }) => {
    expect(join(embedded, LATE)).toMatchObject({
      label: 'unsupported',
      band: 'not_verified',
      reason: 'check_failed:judge_late',
    });
  });

  it('takes no tool result for a rule', () => {
    expect(join(undecided(), TOOL).reason).toBe('check_failed:judge_evidence');
  });

  it('leaves a claim open that is shown by evidence on another matter', () => {
    expect(join(undecided(), grade(), 'rule', false)).toMatchObject({
      label: 'unsupported',
      band: 'not_verified',
      reason: 'undecided',
    });
  });

  it('a tool result shows a fact of the customer’s own case', () => {
    expect(join(undecided(), TOOL, 'own_case').band).toBe('verified');
  });

  it('cites what decided, and says what is wrong in the judge’s words', () => {
    expect(join(undecided(), AGAINST)).toMatchObject({
      label: 'contradicted',
      reason: 'contradicted_by_evidence',
      findings: [{ kind: 'money', check: 'judge', message: 'The policy says CAD 60.' }],
      evidence: [{ relation: 'contradicts', source: 'policies/bags.md', quote: passage.quote }],
    });
  });
});

describe('joinGrade of a grader that gives scores', () => {
  it.each([
    { name: 'an open claim that evidence nearby supports is verified', given: BY_SCORE, band: 'verified' },
    { name: 'one that evidence nearby contradicts fails', given: SCORED_AGAINST, band: 'failing' },
    {
      name: 'one that is supported by evidence on another matter stays open',
      given: BY_SCORE,
      isNear: false,
      band: 'not_verified',
    },
    {
      name: 'one that is contradicted by evidence on another matter stays open',
      given: SCORED_AGAINST,
      isNear: false,
      band: 'not_verified',
    },
  ])('$name', ({ given, isNear = true, band }) => {
    expect(join(undecided(), given, 'rule', isNear).band).toBe(band);
  });

  it.each([
    { name: 'rests on no evidence', numbers: [] },
    { name: 'rests on evidence that there is not', numbers: [7] },
    { name: 'may rest on a tool result', numbers: [1, 2] },
  ])('takes no score for a rule that $name', ({ numbers }) => {
    expect(join(undecided(), grade({ quote: null, for: numbers })).reason).toBe(
      'check_failed:judge_evidence',
    );
  });

  it.each([PROVEN, undecided(), failing(), verdict()])(
    'an undecided grade leaves $band as it is',
    (embedded) => {
      expect(join(embedded, { isGraded: true, label: 'undecided' })).toBe(embedded);
    },
  );
});

describe('isOpen', () => {
  const failed = undecided({ reason: 'check_failed:money' });
  it.each([
    { claims: 'not_verified' as const, asked: [undecided(), ALONE] },
    { claims: 'unproven' as const, asked: [undecided(), ALONE, failing()] },
    { claims: 'all' as const, asked: [undecided(), ALONE, failing(), PROVEN, verdict()] },
  ])('asks about $claims, and never where a check failed', ({ claims, asked }) => {
    const verdicts = [undecided(), ALONE, failing(), PROVEN, verdict(), failed];
    expect(verdicts.filter((one) => isOpen(one, { stages: [{ claims }] }))).toEqual(asked);
  });
});
