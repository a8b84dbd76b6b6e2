import { describe, expect, it } from 'vitest';
import { graderAt, gradingAtStubs, JETTY, NEVER, serviceCase } from '../../support/grader-services.js';
import { CONTEXT, claimOf, gradingRequest } from '../../support/grading-request.js';

const { graded } = gradingAtStubs();

describe('Vertex check grounding', () => {
  it('gets one fact a piece of evidence, and the claim after what it refers to', async () => {
    const { calls } = await graded('vertex', null, { claims: [claimOf(JETTY, { context: CONTEXT })] });
    expect(calls[0]?.headers).toMatchObject({
      authorization: 'Bearer ya29.token',
      'x-goog-user-project': 'boats-1',
    });
    expect(calls[0]?.body).toMatchObject({
      answerCandidate: `How do I get my money back? We ask for a deposit. Deposit: ${JETTY}`,
      groundingSpec: { citationThreshold: 0.6, enableClaimLevelScore: true },
    });
    expect(calls[0]?.body?.['facts']).toContainEqual({
      factText: expect.stringContaining('given back at the jetty'),
      attributes: { section: expect.stringContaining('1. Deposit') },
    });
  });

  const part = (text: string, of: string, more: Record<string, unknown>) => {
    const startPos = Buffer.byteLength(of.slice(0, of.indexOf(text)));
    const endPos = startPos + Buffer.byteLength(text);
    return { startPos, endPos, claimText: text, citationIndices: [0], groundingCheckRequired: true, ...more };
  };
  const CLAIM = claimOf('Déposez 80 $ ici. It comes back at the jetty.', {
    context: { ...CONTEXT, antecedents: ['Où ça ?'], lead_ins: [] },
  });
  const CANDIDATE = `How do I get my money back? Où ça ? ${CLAIM.text}`;
  const cited = [
    { chunkText: 'x', source: '0' },
    { chunkText: 'y', source: '' },
  ];

  it.each([
    {
      name: 'the worst sentence of the claim, in bytes, and not that of what stands before it',
      claims: [
        part('Où ça ?', CANDIDATE, { score: 0.1 }),
        part('Déposez 80 $ ici.', CANDIDATE, { score: 0.98 }),
        part('It comes back at the jetty.', CANDIDATE, { score: 0.3 }),
      ],
      over: { unsupported_below: 0.3 },
      grade: { label: 'unsupported' },
    },
    {
      name: 'support where every sentence of the claim has it',
      claims: [
        part('Où ça ?', CANDIDATE, { score: 0.1 }),
        part('Déposez 80 $ ici.', CANDIDATE, { score: 0.98 }),
        part('It comes back at the jetty.', CANDIDATE, { score: 0.95 }),
      ],
      grade: { label: 'supported' },
    },
    {
      name: 'nothing where a sentence was found not to need a check',
      claims: [
        part('Déposez 80 $ ici.', CANDIDATE, { score: 0.98 }),
        part('It comes back at the jetty.', CANDIDATE, { groundingCheckRequired: false }),
      ],
      grade: { label: 'undecided' },
    },
    {
      name: 'nothing where a part of the claim was left out',
      claims: [part('Déposez 80 $ ici.', CANDIDATE, { score: 0.98 })],
      grade: { failure: 'grader_truncated' },
    },
    {
      name: 'nothing where a score is missing',
      claims: [part(CLAIM.text, CANDIDATE, {})],
      grade: { failure: 'grader_unreadable' },
    },
    {
      name: 'nothing where no fact is cited',
      claims: [part(CLAIM.text, CANDIDATE, { score: 0.99, citationIndices: [] })],
      grade: { label: 'undecided' },
    },
    {
      name: 'nothing where one sentence of the claim cites no fact',
      claims: [
        part('Déposez 80 $ ici.', CANDIDATE, { score: 0.98 }),
        part('It comes back at the jetty.', CANDIDATE, { score: 0.97, citationIndices: [] }),
      ],
      grade: { label: 'undecided' },
    },
    {
      name: 'nothing where what is cited is no fact of ours',
      claims: [part(CLAIM.text, CANDIDATE, { score: 0.99, citationIndices: [1] })],
      grade: { failure: 'grader_unreadable' },
    },
    {
      name: 'nothing where a fact is cited that was not sent',
      claims: [part(CLAIM.text, CANDIDATE, { score: 0.99, citationIndices: [4] })],
      grade: { failure: 'grader_unreadable' },
    },
  ])('counts $name', async ({ claims, over = {}, grade }) => {
    const reply = { supportScore: 0.9, citedChunks: cited, claims };
    const { grades } = await graded('vertex', () => reply, { claims: [CLAIM], over });
    expect(grades[0]).toMatchObject(grade);
  });

  it('is asked where the location is', async () => {
    const { grader } = graderAt(serviceCase('vertex'), 'http://127.0.0.1:1', {
      over: { location: 'eu', base_url: undefined },
      http: {
        send: async ({ url }) => {
          expect(url).toMatch(
            /^https:\/\/eu-discoveryengine\.googleapis\.com\/v1\/projects\/boats-1\/locations\/eu\//,
          );
          return { status: 404, headers: new Headers(), body: '' };
        },
      },
    });
    const { grades } = await grader.grade(await gradingRequest([claimOf(JETTY)]), NEVER);
    expect(grades[0]).toEqual({ isGraded: false, failure: 'grader_rejected' });
  });
});
