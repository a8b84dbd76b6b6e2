import { describe, expect, it } from 'vitest';
import { draftCheckOf } from '../../../../src/core/escalation/desk/index.js';
import type { Verdict } from '../../../../src/schema/index.js';
import { evidence, failing, undecided, verdict } from '../../../support/verdicts.js';

const checkOf = (...claims: Verdict[]) =>
  draftCheckOf({
    text: '',
    outcome: {
      decision: 'pass',
      reason: 'grounded',
      groundedness: 1,
      answer: '',
      original_answer: '',
      claims,
    },
    released: [],
    withheld: [],
    language: 'en',
    knowledge_version: 'sha256:1',
  });

describe('draftCheckOf', () => {
  it.each([
    {
      name: 'a claim that a clause contradicts is advised against, with the clause',
      claim: failing({
        evidence: [evidence({ relation: 'related' }), evidence({ quote: 'It costs CAD 60.' })],
      }),
      advice: { kind: 'contradicted', is_certain: true, clause: { quote: 'It costs CAD 60.' } },
    },
    {
      name: 'of clauses against a claim, the one in the language of the words is given',
      claim: failing({
        evidence: [
          evidence({ lang: 'fr', quote: 'Il coûte 60 $.' }),
          evidence({ quote: 'It costs CAD 60.' }),
        ],
      }),
      advice: { kind: 'contradicted', clause: { quote: 'It costs CAD 60.' } },
    },
    {
      name: 'a contradiction that is not sure says so',
      claim: undecided({ label: 'contradicted', evidence: [evidence()] }),
      advice: { kind: 'contradicted', is_certain: false },
    },
    {
      name: 'a claim of which no policy speaks is advised against',
      claim: failing({ label: 'unsupported', reason: 'no_evidence' }),
      advice: { kind: 'unsupported', is_certain: true, clause: null },
    },
  ])('$name', ({ claim, advice }) => expect(checkOf(claim).advice).toMatchObject([advice]));

  it.each([
    { name: 'a verified claim', claim: verdict(), counted: { verified: 1, not_verified: 0 } },
    { name: 'an undecided claim', claim: undecided(), counted: { verified: 0, not_verified: 1 } },
    {
      name: 'what a person does in the operator’s name',
      claim: failing({
        label: 'unsupported',
        findings: [
          { kind: 'unauthorised_act', check: 'unauthorised-act', message: 'The bot cannot do this.' },
        ],
      }),
      counted: { verified: 0, not_verified: 1 },
    },
    {
      name: 'an unsure contradiction without a clause',
      claim: undecided({ label: 'contradicted' }),
      counted: { verified: 0, not_verified: 1 },
    },
  ])('$name draws no advice and is counted', ({ claim, counted }) =>
    expect(checkOf(claim)).toMatchObject({ advice: [], is_checked: true, ...counted }),
  );

  it('a check that failed is told as such, never as fine', () => {
    const check = checkOf(verdict(), undecided({ reason: 'check_failed:verification' }));
    expect(check).toMatchObject({ is_checked: false, advice: [] });
  });

  it('puts the surest first', () => {
    const unsure = undecided({ label: 'contradicted', evidence: [evidence()] });
    expect(checkOf(unsure, failing()).advice.map(({ is_certain }) => is_certain)).toEqual([true, false]);
  });
});
