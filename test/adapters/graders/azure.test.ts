import { describe, expect, it } from 'vitest';
import { gradingAtStubs, JETTY, recorded } from '../../support/grader-services.js';
import { CONTEXT, claimOf } from '../../support/grading-request.js';

const { graded } = gradingAtStubs();

describe('Azure AI Content Safety', () => {
  it('gets the question as the task, where there is one', async () => {
    const { calls } = await graded('azure', null, {
      claims: [claimOf(JETTY), claimOf(JETTY, { context: CONTEXT })],
    });
    const bodies = calls.map(({ body }) => body);
    expect(calls[0]?.headers['ocp-apim-subscription-key']).toBe('azure-key');
    expect(calls[0]?.query.get('api-version')).toBe('2024-09-15-preview');
    expect(bodies).toContainEqual({
      domain: 'Generic',
      task: 'Summarization',
      text: JETTY,
      groundingSources: expect.arrayContaining([expect.stringContaining('given back at the jetty')]),
      reasoning: false,
    });
    expect(bodies).toContainEqual(
      expect.objectContaining({
        task: 'QnA',
        qna: { query: 'How do I get my money back? We ask for a deposit.' },
        text: `Deposit: ${JETTY}`,
      }),
    );
  });

  it('supports nothing of which a part is ungrounded', async () => {
    const reply = () => recorded('azure-ungrounded');
    expect((await graded('azure', reply)).grades[0]).toMatchObject({ label: 'undecided' });
    const strict = await graded('azure', reply, { over: { unsupported_below: 0 } });
    expect(strict.grades[0]).toMatchObject({ label: 'unsupported' });
  });

  it.each([
    { ungroundedDetected: false, ungroundedPercentage: 0.4, ungroundedDetails: [] },
    { ungroundedDetected: false, ungroundedPercentage: 0, ungroundedDetails: [{ text: 'jetty' }] },
  ])('does not count a reply at odds with itself: %j', async (reply) => {
    expect((await graded('azure', () => reply)).grades[0]).toMatchObject({ failure: 'grader_unreadable' });
  });

  it('is not sent a text of the length that it calls grounded whatever it says', async () => {
    const { grades, calls } = await graded('azure', null, { claims: [claimOf('a'.repeat(751))] });
    expect([grades[0], calls]).toEqual([{ isGraded: false, failure: 'grader_too_long' }, []]);
  });
});
