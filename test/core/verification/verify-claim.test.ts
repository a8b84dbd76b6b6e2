import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retrieveEvidence } from '../../../src/core/retrieval/index.js';
import { CHECKS, verifyClaim } from '../../../src/core/verification/index.js';
import { caseFactsOf, claimOf, indexOf, inputOf, readingOf } from './support.js';

const RULES = [
  'A rowing boat may be kept for at most 3 hours.',
  'The deposit for a canoe is CAD 80.',
  'Life jackets are compulsory for children under 12 years.',
  'A booking can be cancelled free of charge up to 48 hours before the start.',
];
const files = { 'policies/boats.md': `# Boats\n\n${RULES.join('\n\n')}\n` };
const IRRELEVANT = [
  'The library opens at 9 in the morning.',
  'Plants are watered on Mondays.',
  'The choir sings in the hall.',
  'Parking behind the theatre costs EUR 4.',
  'Cheese is served with bread.',
];

describe('verifyClaim', () => {
  it.each(RULES)('bears out a clause in force in its own words: %s', async (rule) => {
    const verdict = await verifyClaim(claimOf(rule), inputOf(await indexOf(files)));
    expect(verdict).toMatchObject({ label: 'supported', band: 'verified', reason: 'supported_by_evidence' });
    expect(verdict.evidence[0]).toMatchObject({
      relation: 'supports',
      source: 'policies/boats.md',
      quote: rule,
    });
  });

  it.each([
    ['A rowing boat may be kept for at most 8 hours.'],
    ['The deposit for a canoe is CAD 20.'],
    ['Life jackets are compulsory for children under 6 years.'],
    ['A booking can be cancelled free of charge up to 12 hours before the start.'],
  ])('never supports a clause with another number: %s', async (text) => {
    const verdict = await verifyClaim(claimOf(text), inputOf(await indexOf(files)));
    expect(verdict.label).not.toBe('supported');
    expect(verdict.band).not.toBe('verified');
    expect(verdict.findings.length).toBeGreaterThan(0);
  });

  it('cites beside what decides the passages that the search ranks first', async () => {
    const index = await indexOf(files);
    const claim = claimOf('Children ought to wear something on the water.');
    const input = inputOf(index);
    const reading = readingOf(claim.text, index);
    const options = { as_of: input.as_of, limit: 2, extra: [] };
    const found = await retrieveEvidence({ claim, reading }, index, options);
    const { evidence } = await verifyClaim(claim, input);
    expect(found.length).toBeGreaterThan(0);
    expect(evidence.map(({ quote }) => quote)).toEqual(
      expect.arrayContaining(found.map(({ passage }) => passage.quote)),
    );
  });

  it('without any passage supports nothing and says why', async () => {
    const verdict = await verifyClaim(claimOf('Boats are free.'), inputOf(await indexOf({})));
    expect(verdict).toMatchObject({
      label: 'unsupported',
      band: 'not_verified',
      reason: 'check_failed:index_empty',
    });
  });

  it.each(CHECKS.map((check) => check.name))('a %s check that throws never supports', async (name) => {
    const checks = CHECKS.map((check) =>
      check.name === name
        ? {
            ...check,
            run: () => {
              throw new Error('broken');
            },
          }
        : check,
    );
    const verdict = await verifyClaim(claimOf(RULES[0] ?? ''), inputOf(await indexOf(files), { checks }));
    expect(verdict).toMatchObject({
      label: 'unsupported',
      band: 'not_verified',
      reason: `check_failed:${name}`,
    });
  });

  it('gives the same verdict at every run', async () => {
    const claim = claimOf('The deposit for a canoe is CAD 95.');
    const first = await verifyClaim(claim, inputOf(await indexOf(files)));
    expect(await verifyClaim(claim, inputOf(await indexOf(files)))).toEqual(first);
  });

  it('stops when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(
      verifyClaim(claimOf(RULES[0] ?? ''), inputOf(await indexOf(files), { signal })),
    ).rejects.toThrow('gone');
  });

  it('takes an act only from a tool result', async () => {
    const index = await indexOf(files);
    const claim = claimOf('I have cancelled your booking.', { subject: 'act' });
    const alone = await verifyClaim(claim, inputOf(index));
    expect(alone).toMatchObject({ label: 'unsupported', band: 'failing' });
    expect(alone.findings[0]?.kind).toBe('unauthorised_act');
    const shown = await verifyClaim(
      claim,
      inputOf(index, { case_facts: caseFactsOf(['booking 77: cancelled'], index) }),
    );
    expect(shown.label).toBe('supported');
  });

  it.each([
    'We’ll send a corrected paper free of charge.',
    'We have sent a corrected paper free of charge.',
    'We will refund the fee of the ferry once you are back.',
  ])('refutes a promise, though a clause may speak of it: %s', async (text) => {
    const index = await indexOf({
      'papers.md':
        '# Papers\n\nWhere we misspelled a name we send a corrected paper free of charge.\n\nAfter the crossing we do not refund the fee of the ferry.\n',
    });
    const verdict = await verifyClaim(claimOf(text, { subject: 'act' }), inputOf(index));
    expect(verdict.band).toBe('failing');
  });

  it.each([
    ['There is time.', '**Times.** The boathouse opens 75 minutes before the first start.'],
    ['You would not see cash.', 'Cash is accepted at no landing stage.'],
    ['You have run five over, so that is forty pounds.', 'A night on the lake is GBP 8 a boat.'],
  ])('verifies nothing by a single word or a guessed sum: %s', async (text, clause) => {
    const index = await indexOf({ 'lake.md': `# Lake\n\n${clause}\n\nOars are lent to everybody.\n` });
    expect((await verifyClaim(claimOf(text), inputOf(index))).band).not.toBe('verified');
  });

  it('does not let the customer’s words prove a rule', async () => {
    const index = await indexOf(files);
    const premise = 'Your colleague said that the deposit for a canoe is CAD 20.';
    const verdict = await verifyClaim(
      claimOf('The deposit for a canoe is CAD 20.', { question: premise }),
      inputOf(index, { premises: [readingOf(premise, index)] }),
    );
    expect(verdict.band).not.toBe('verified');
  });

  it('irrelevant evidence never turns a contradicted claim into a supported one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(IRRELEVANT), async (more) => {
        const index = await indexOf({ ...files, 'policies/other.md': `# Other\n\n${more.join('\n\n')}\n` });
        const verdict = await verifyClaim(claimOf('The deposit for a canoe is CAD 20.'), inputOf(index));
        expect(verdict.label).not.toBe('supported');
      }),
      { numRuns: 20 },
    );
  });
});
