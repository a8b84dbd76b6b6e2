import { describe, expect, it } from 'vitest';
import { CheckResponse } from '../../src/schema/index.js';
import { testApp } from '../support/http-app.js';
import { CORRECTED } from '../support/sentence-session.js';

const CHECK = '/v1/check';

describe('POST /v1/check', () => {
  it('answers with decision, claims and record, and asks no bot', async () => {
    const test = testApp({ deps: { stopwatch: () => 5 } });
    const response = await test.post(CHECK, {
      answer: 'RIGHT. WRONG. ',
      messages: [{ role: 'user', content: 'May I?' }],
    });
    const body = CheckResponse.parse(await response.json());
    expect(body).toMatchObject({
      decision: 'rewrite',
      reason: 'contradicted',
      groundedness: 0.1,
      answer: `RIGHT. ${CORRECTED}`,
      original_answer: 'RIGHT. WRONG. ',
      handoff: null,
      knowledge_version: 'sha256:test',
      checked_by: ['embedded'],
      duration_ms: 0,
    });
    expect(body.claims.map((claim) => claim.label)).toEqual(['supported', 'contradicted']);
    expect(response.headers.get('x-plumbline-decision')).toBe('rewrite');
    expect(test.sent).toEqual([]);
    expect(test.audit.appended).toMatchObject([
      {
        id: body.id,
        endpoint: CHECK,
        upstream: null,
        state: 'closed',
        messages: [{ role: 'user', content: 'May I?' }],
      },
    ]);
  });

  it('gives no duration where the clock stands still', async () =>
    expect(await (await testApp().post(CHECK, { answer: 'RIGHT.' })).json()).toMatchObject({
      duration_ms: null,
    }));

  it('escalates with one handoff a conversation', async () => {
    const test = testApp({ config: { handoff: { channel: 'desk' } } });
    const headers = { 'x-plumbline-conversation': 'c-1' };
    const bodies = [];
    for (const answer of ['HANDOFF.', 'HANDOFF again.']) {
      bodies.push(CheckResponse.parse(await (await test.post(CHECK, { answer }, headers)).json()));
    }
    expect(bodies.map(({ reason }) => reason)).toEqual(['unsupported', 'with_person:waiting']);
    expect(bodies[0]?.handoff?.id).toBe(bodies[1]?.handoff?.id);
    expect(test.handoffs.opened).toHaveLength(1);
    expect(test.handoffs.opened[0]).toMatchObject({
      conversation_id: 'c-1',
      route: 'default',
      tenant: 'default',
    });
  });

  it.each(['fr', 'fr-CA', 'FR'])('reads the language %s', async (language) => {
    const { post, asked } = testApp();
    await post(CHECK, { answer: 'RIGHT.', language });
    expect(asked[0]?.language).toBe('fr');
  });

  it('takes decisions, topics, handoff and limits from the configuration', async () => {
    const { post, asked } = testApp({
      config: {
        decisions: { failing: 'escalate' },
        topics: { bereavement: 'strict', seats: 'normal' },
        handoff: { contact: { phone: '555-0100' } },
        limits: { claims: 7, held_chars: 99 },
        routes: { default: { fail_mode: 'escalate', decisions: { operating_point: 'cautious' } } },
      },
    });
    await post(CHECK, { answer: 'RIGHT.' });
    expect(asked[0]).toMatchObject({
      decisions: { operating_point: 'cautious', failing: 'escalate', not_verified: 'pass_marked' },
      strict_topics: ['bereavement'],
      handoff: { contact: { phone: '555-0100' } },
      claims_max: 7,
      held_chars: 99,
      fail_mode: 'escalate',
      mode: 'enforce',
    });
  });
});
