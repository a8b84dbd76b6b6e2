import { describe, expect, it } from 'vitest';
import {
  graderAt,
  gradingAtStubs,
  JETTY,
  NEVER,
  recorded,
  serviceCase,
} from '../../support/grader-services.js';
import { CONTEXT, claimOf, gradingRequest } from '../../support/grading-request.js';

const { stub, graded } = gradingAtStubs();

describe('a LettuceDetect server', () => {
  it('gets the sections as contexts, no word of the customer’s, and its key where it wants one', async () => {
    const { calls } = await graded('lettucedetect', null, { claims: [claimOf(JETTY, { context: CONTEXT })] });
    expect(calls[0]?.headers['authorization']).toBe('Bearer own-key');
    expect(calls[0]?.body).toEqual({
      contexts: expect.arrayContaining([expect.stringContaining('given back at the jetty')]),
      question: '',
      answer: `Deposit: ${JETTY}`,
    });
  });

  it('supports a claim as far as its worst token', async () => {
    const reply = JSON.parse(JSON.stringify(recorded('lettucedetect-token')));
    reply.predictions[7].hallucination_score = 0.4;
    expect((await graded('lettucedetect', () => reply)).grades[0]).toMatchObject({ label: 'undecided' });
  });

  it('says nothing of a claim whose end it did not look at', async () => {
    const reply = JSON.parse(JSON.stringify(recorded('lettucedetect-token')));
    reply.predictions = reply.predictions.slice(0, 5);
    expect((await graded('lettucedetect', () => reply)).grades[0]).toMatchObject({
      failure: 'grader_truncated',
    });
  });

  it('does not take the mark of an end for a word of the claim', async () => {
    const reply = { predictions: [{ token: '[SEP]', hallucination_score: 0.001 }] };
    const { grades } = await graded('lettucedetect', () => reply, { claims: [claimOf('The jetty.')] });
    expect(grades[0]).toMatchObject({ failure: 'grader_truncated' });
  });

  it.each([
    { name: 'no made-up span', reply: { predictions: [] }, grade: { label: 'supported' } },
    {
      name: 'a made-up span',
      reply: recorded('lettucedetect-spans'),
      grade: { label: 'unsupported' },
    },
    {
      name: 'a span of another text',
      reply: { predictions: [{ start: 32, end: 37, text: 'beach', hallucination_score: 0.93 }] },
      grade: { failure: 'grader_unreadable' },
    },
  ])('is read by spans: $name', async ({ reply, grade }) => {
    const { grades, calls } = await graded('lettucedetect', () => reply, {
      over: { route: 'spans', unsupported_below: 0.4 },
    });
    expect(calls[0]?.path).toBe('/v1/lettucedetect/spans');
    expect(grades[0]).toMatchObject(grade);
  });

  it('gets long evidence in windows, of which the best one counts', async () => {
    const service = serviceCase('lettucedetect');
    const { url, calls } = await stub((call) => {
      const reply = JSON.parse(JSON.stringify(recorded('lettucedetect-token')));
      if (!call.text.includes('given back')) reply.predictions[8].hallucination_score = 0.9;
      return reply;
    });
    const { grader } = graderAt(service, url, { over: { window_chars: 500 } });
    const request = await gradingRequest([claimOf(JETTY)]);
    const [first, ...rest] = request.evidence.sections;
    if (first === undefined) throw new Error('no evidence');
    const filler = (number: number) => ({ number, text: 'Boats are blue. '.repeat(15), passage: null });
    const sections = [first, ...rest, { ...first, items: [filler(90), filler(91), filler(92)] }];
    const evidence = { ...request.evidence, sections, nearest: [new Set(sections.keys())] };
    const { grades } = await grader.grade({ ...request, evidence }, NEVER);
    expect(calls.length).toBeGreaterThan(1);
    for (const { body } of calls)
      expect(Object(body?.['contexts']).join('\n\n').length).toBeLessThanOrEqual(500);
    expect(grades[0]).toMatchObject({ label: 'supported' });
    expect(Object(grades[0]).for).not.toContain(90);
  });
});
