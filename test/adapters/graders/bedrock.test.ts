import { describe, expect, it } from 'vitest';
import { gradingAtStubs, JETTY } from '../../support/grader-services.js';
import { CONTEXT, claimOf } from '../../support/grading-request.js';
import type { StubCall } from '../../support/stub-server.js';

const { graded } = gradingAtStubs();

describe('Amazon Bedrock', () => {
  it('gets sources, query and claim under their qualifiers', async () => {
    const { calls } = await graded('bedrock', null, { claims: [claimOf(JETTY, { context: CONTEXT })] });
    expect(calls[0]?.headers['authorization']).toBe('Bearer bedrock-key');
    expect(calls[0]?.body).toMatchObject({ source: 'OUTPUT', outputScope: 'FULL' });
    expect(calls[0]?.body?.['content']).toEqual([
      { text: { text: expect.stringContaining('1. Deposit'), qualifiers: ['grounding_source'] } },
      {
        text: { text: 'How do I get my money back? We ask for a deposit.', qualifiers: ['query'] },
      },
      { text: { text: `Deposit: ${JETTY}`, qualifiers: ['guard_content'] } },
    ]);
  });

  it('keeps within its limits, and asks with the claim itself where there is no question', async () => {
    const question = 'Why? '.repeat(400);
    const { calls } = await graded('bedrock', null, {
      claims: [claimOf(JETTY), claimOf(JETTY, { context: { ...CONTEXT, question } })],
    });
    const queryOf = (call: StubCall | undefined): string =>
      Object(call?.body?.['content'])?.[1]?.text?.text ?? '';
    const [short, long] = calls.map(queryOf).sort((a, b) => a.length - b.length);
    expect(short).toBe(JETTY);
    expect(long).toMatch(/^Why\? .* …$/);
    expect(long?.length).toBeLessThanOrEqual(1_000);
  });

  it('is reached through its ARN', async () => {
    const guardrail_id = 'arn:aws:bedrock:eu-west-1:123456789012:guardrail/gr1a2b3c';
    const { calls } = await graded('bedrock', null, { over: { guardrail_id } });
    expect(calls[0]?.path).toBe(`/guardrail/${encodeURIComponent(guardrail_id)}/version/3/apply`);
  });

  it('counts the lowest of several grounding scores, and no relevance', async () => {
    const reply = (scores: number[]) => ({
      action: 'GUARDRAIL_INTERVENED',
      assessments: scores.map((score) => ({
        contextualGroundingPolicy: {
          filters: [
            { type: 'GROUNDING', score, threshold: 0.7, action: 'BLOCKED' },
            { type: 'RELEVANCE', score: 1, threshold: 0.7, action: 'NONE' },
          ],
        },
      })),
    });
    const { grades } = await graded('bedrock', () => reply([0.99, 0.02]), {
      over: { unsupported_below: 0.1 },
    });
    expect(grades[0]).toMatchObject({ label: 'unsupported' });
  });

  it('does not grade what another policy of the guardrail blocked', async () => {
    const { grades } = await graded('bedrock', () => ({
      action: 'GUARDRAIL_INTERVENED',
      assessments: [{ topicPolicy: { topics: [{ name: 'Money', type: 'DENY', action: 'BLOCKED' }] } }],
    }));
    expect(grades[0]).toEqual({ isGraded: false, failure: 'grader_filtered' });
  });

  it('does not take a guardrail without a grounding policy for a yes', async () => {
    const { grades } = await graded('bedrock', () => ({ action: 'NONE', assessments: [{}] }));
    expect(grades[0]).toEqual({ isGraded: false, failure: 'grader_unreadable' });
  });
});
