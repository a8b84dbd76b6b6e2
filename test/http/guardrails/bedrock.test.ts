import { describe, expect, it } from 'vitest';
import { ApplyGuardrailResponse } from '../../../src/http/guardrails/index.js';
import { fixtureJson } from '../../support/fixture-json.js';
import { testApp } from '../../support/http-app.js';
import { CORRECTED, HOLDING } from '../../support/sentence-session.js';

const PATH = '/guardrail/default/version/DRAFT/apply';

type Block = { text: { text: string; qualifiers?: string[] } };

const request = (...answers: string[]) => {
  const fixture = fixtureJson<{ content: Block[] }>('guardrails/bedrock-output.json');
  const guarded = answers.map((text): Block => ({ text: { text, qualifiers: ['guard_content'] } }));
  return { ...fixture, content: [...fixture.content.slice(0, 2), ...guarded] };
};

const read = async (response: Response) => ApplyGuardrailResponse.strict().parse(await response.json());

describe('ApplyGuardrail', () => {
  it('takes the fixture: source as context, query as question, and answers in AWS’s shape', async () => {
    const { post, asked, audit } = testApp();
    const response = await post(PATH, fixtureJson('guardrails/bedrock-output.json'));
    expect(await read(response)).toEqual({
      usage: expect.objectContaining({ contextualGroundingPolicyUnits: 0 }),
      action: 'NONE',
      actionReason: `Plumbline: pass, grounded (record ${audit.appended[0]?.id}).`,
      outputs: [],
      assessments: [
        {
          contextualGroundingPolicy: {
            filters: [
              {
                type: 'GROUNDING',
                threshold: expect.any(Number),
                score: 0.9,
                action: 'NONE',
                detected: false,
              },
            ],
          },
        },
      ],
      guardrailCoverage: { textCharacters: { guarded: 33, total: 106 } },
    });
    expect(asked[0]).toMatchObject({
      context: [{ text: 'A second bag costs 55 CAD on domestic routes.' }],
      messages: [{ role: 'user', content: 'What does a second bag cost?' }],
    });
    expect(audit.appended).toMatchObject([
      { endpoint: '/guardrail/apply', route: 'default', state: 'closed' },
    ]);
  });

  it.each([
    {
      name: 'a correction is an output a text',
      answers: ['RIGHT.', 'WRONG.'],
      outputs: ['RIGHT.', CORRECTED],
    },
    { name: 'a closing message stands for all texts', answers: ['RIGHT.', 'HANDOFF.'], outputs: [HOLDING] },
  ])('$name', async ({ answers, outputs }) => {
    const body = await read(await testApp().post(PATH, request(...answers)));
    expect(body.action).toBe('GUARDRAIL_INTERVENED');
    expect(body.outputs.map(({ text }) => text)).toEqual(outputs);
    expect(body.assessments[0]?.contextualGroundingPolicy.filters[0]).toMatchObject({
      action: 'BLOCKED',
      detected: true,
    });
  });

  it('a block gives the refusal, and no score where nothing was judged', async () => {
    const body = await read(await testApp().post(PATH, request('THROW.')));
    expect(body).toMatchObject({ action: 'GUARDRAIL_INTERVENED', assessments: [] });
    expect(body.outputs[0]?.text).toContain('reliable answer');
  });

  it('shadow mode detects and does nothing', async () => {
    const { post } = testApp({ config: { routes: { default: { mode: 'shadow' } } } });
    const body = await read(await post(PATH, request('WRONG.')));
    expect(body).toMatchObject({ action: 'NONE', outputs: [] });
    expect(body.assessments[0]?.contextualGroundingPolicy.filters[0]).toMatchObject({
      action: 'NONE',
      detected: true,
    });
  });

  it.each([
    { name: 'source INPUT', body: { ...request('WRONG.'), source: 'INPUT' } },
    { name: 'no text to guard', body: request() },
  ])('$name is not judged, and says so', async ({ body }) => {
    const { post, audit } = testApp();
    const response = await post(PATH, body);
    const reply = await read(response);
    expect(reply).toMatchObject({ action: 'NONE', outputs: [], assessments: [] });
    expect(reply.actionReason).toContain('not judged');
    expect(reply.guardrailCoverage.textCharacters.guarded).toBe(0);
    expect(response.headers.get('x-plumbline-decision')).toBe('none');
    expect(audit.appended).toEqual([]);
  });

  it('text without a qualifier is content to guard', async () => {
    const { post, asked } = testApp();
    await post(PATH, { source: 'OUTPUT', content: [{ text: { text: 'WRONG.' } }] });
    expect(asked).toHaveLength(1);
  });

  it.each([
    { name: 'off with a key', evidence: {}, counts: false },
    { name: 'evidence where the route trusts it', evidence: { context: 'trusted' }, counts: true },
  ])('grounding sources are $name', async ({ evidence, counts }) => {
    const { post, asked, keys } = testApp({ config: { routes: { default: { evidence } } } });
    await keys.create('plk_k', { role: 'vendor' });
    const response = await post(PATH, request('RIGHT.'), { authorization: 'Bearer plk_k' });
    expect(asked[0]?.context).toHaveLength(counts ? 1 : 0);
    expect(response.headers.get('x-plumbline-context')).toBe(counts ? null : 'not-trusted');
  });

  describe('the identifier is the name of a route', () => {
    const config = { routes: { default: {}, loans: {}, secret: {} } };
    const ARN = 'arn:aws:bedrock:ca-central-1:123456789012:guardrail/loans';

    it.each([
      { name: 'a name', id: 'loans' },
      { name: 'an ARN', id: encodeURIComponent(ARN) },
    ])('$name', async ({ id }) => {
      const { post, keys, audit } = testApp({ config });
      await keys.create('plk_k', { role: 'vendor', routes: ['default', 'loans'] });
      await post(`/guardrail/${id}/version/2/apply`, request('RIGHT.'), { 'x-plumbline-key': 'plk_k' });
      expect(audit.appended[0]?.route).toBe('loans');
    });

    it.each(['secret', 'nonsense'])('and %s is refused as AWS would', async (id) => {
      const { post, keys, asked } = testApp({ config });
      await keys.create('plk_k', { role: 'vendor', routes: ['default'] });
      const response = await post(`/guardrail/${id}/version/1/apply`, request('RIGHT.'), {
        'x-plumbline-key': 'plk_k',
      });
      expect(response.status).toBe(403);
      expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
      expect(asked).toEqual([]);
    });
  });

  it.each([
    { name: 'no JSON', path: PATH, body: '{', status: 400, type: 'ValidationException' },
    {
      name: 'a qualifier that AWS does not have',
      path: PATH,
      body: '{"source":"OUTPUT","content":[{"text":{"text":"a","qualifiers":["truth"]}}]}',
      status: 400,
      type: 'ValidationException',
    },
    {
      name: 'a version that is none',
      path: '/guardrail/default/version/latest/apply',
      body: '{}',
      status: 404,
      type: 'ResourceNotFoundException',
    },
  ])('$name is $type', async ({ path, body, status, type }) => {
    const response = await testApp().post(path, body);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-errortype')).toBe(type);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  });
});
