import { describe, expect, it } from 'vitest';
import type { AnswerSession } from '../../../src/core/pipeline.js';
import { fixtureJson } from '../../support/fixture-json.js';
import { type TestAppOptions, testApp } from '../../support/http-app.js';
import { SentenceSession } from '../../support/sentence-session.js';

/** The three gateways: where they ask, with what, and how their "let it pass as it is" looks. */
const GATEWAYS = [
  {
    name: 'LiteLLM',
    path: '/beta/litellm_basic_guardrail_api',
    fixture: 'guardrails/litellm-response.json',
    isPassed: (body: Record<string, unknown>) => body['action'] === 'NONE',
    budget: 'litellm_budget_ms',
  },
  {
    name: 'Portkey',
    path: '/hooks/portkey',
    fixture: 'guardrails/portkey-after.json',
    isPassed: (body: Record<string, unknown>) => body['verdict'] === true,
    budget: 'portkey_budget_ms',
  },
  {
    name: 'Bedrock',
    path: '/guardrail/default/version/1/apply',
    fixture: 'guardrails/bedrock-output.json',
    isPassed: (body: Record<string, unknown>) => body['action'] === 'NONE',
    budget: 'bedrock_budget_ms',
  },
] as const;

const NOON_MS = Date.parse('2026-03-01T12:00:00Z');

/** Ways to be late: a session that never comes back, and one that keeps the processor to itself. */
const SLOW = [
  {
    name: 'waits',
    open: (_real: AnswerSession, ring: () => void): AnswerSession => ({
      push: async () => {
        ring();
        return await new Promise<string>(() => undefined);
      },
      end: async () => await new Promise<never>(() => undefined),
    }),
  },
  {
    name: 'works on and lets no timer ring',
    open: (real: AnswerSession, _ring: () => void, pass: (ms: number) => void): AnswerSession => ({
      push: async (delta) => {
        pass(60_000);
        return await real.push(delta);
      },
      end: async () => await real.end(),
    }),
  },
];

const slowApp = (open: (typeof SLOW)[number]['open'], config: TestAppOptions['config']) => {
  let nowMs = NOON_MS;
  const rung: (() => void)[] = [];
  const timers = {
    every: (_ms: number, run: () => void) => {
      rung.push(run);
      return () => undefined;
    },
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  const ring = () => {
    pass(60_000);
    for (const run of rung) run();
  };
  const grounding = {
    open: (...args: ConstructorParameters<typeof SentenceSession>) =>
      open(new SentenceSession(...args), ring, pass),
    languageOf: () => null,
  };
  return testApp({
    ...(config === undefined ? {} : { config }),
    deps: { clock: { nowMs: () => nowMs }, timers, grounding },
  });
};

describe.each(GATEWAYS)('$name', ({ path, fixture, isPassed, budget }) => {
  describe.each(SLOW)('a check that $name', ({ open }) => {
    it.each([
      { fail_mode: 'closed', decision: 'block', passes: false },
      { fail_mode: 'escalate', decision: 'escalate', passes: false },
      { fail_mode: 'open_and_mark', decision: 'pass', passes: true },
    ])('is late: $fail_mode decides $decision', async ({ fail_mode, decision, passes }) => {
      const { post, audit } = slowApp(open, { routes: { default: { fail_mode } } });
      const response = await post(path, fixtureJson(fixture));
      expect(response.status).toBe(200);
      expect(isPassed((await response.json()) as Record<string, unknown>)).toBe(passes);
      expect(response.headers.get('x-plumbline-decision')).toBe(decision);
      if (passes) expect(response.headers.get('x-plumbline-verified')).toBe('false');
      expect(audit.appended).toMatchObject([
        { decision, reason: 'check_failed:deadline', choices: [{ claims: [{ band: 'not_verified' }] }] },
      ]);
    });

    it('lets nothing through on a strict topic', async () => {
      const { post } = slowApp(open, {
        topics: { bag: 'strict' },
        routes: { default: { fail_mode: 'open_and_mark' } },
      });
      const response = await post(path, fixtureJson(fixture));
      expect(response.headers.get('x-plumbline-decision')).toBe('escalate');
    });
  });

  it('takes its time from the configuration', async () => {
    const asked: number[] = [];
    const timers = {
      every: (ms: number) => {
        asked.push(ms);
        return () => asked.push(-ms);
      },
    };
    const { post } = testApp({ config: { guardrails: { [budget]: 1_234 } }, deps: { timers } });
    await post(path, fixtureJson(fixture));
    expect(asked).toEqual([1_234, -1_234]);
  });

  it.each([
    { fail_mode: 'closed', passes: false },
    { fail_mode: 'escalate', passes: false },
    { fail_mode: 'open_and_mark', passes: true },
  ])('an answer that can’t be recorded under $fail_mode: passes $passes', async ({ fail_mode, passes }) => {
    const { post, audit } = testApp({ config: { routes: { default: { fail_mode } } } });
    audit.failing.add('closed');
    const response = await post(path, fixtureJson(fixture));
    const body = (await response.json()) as Record<string, unknown>;
    expect(response.ok && isPassed(body)).toBe(passes);
    if (passes) expect(response.headers.get('x-plumbline-recorded')).toBe('false');
  });

  it('another tenant’s key finds no record of it', async () => {
    const { app, post, keys } = testApp();
    await keys.create('plk_a', { role: 'vendor', tenant: 'a' });
    await keys.create('plk_b', { role: 'admin', tenant: 'b' });
    const made = await post(path, fixtureJson(fixture), { 'x-plumbline-key': 'plk_a' });
    const id = made.headers.get('x-plumbline-record');
    const read = async (key: string) =>
      (await app.request(`/api/records/${id}`, { headers: { 'x-plumbline-key': key } })).status;
    expect([await read('plk_a'), await read('plk_b')]).toEqual([200, 404]);
  });

  it.each(['agent', 'auditor'] as const)('a key of the role %s may not ask', async (role) => {
    const { post, keys, asked } = testApp();
    await keys.create('plk_k', { role });
    const response = await post(path, fixtureJson(fixture), { 'x-plumbline-key': 'plk_k' });
    expect(response.ok && isPassed((await response.json()) as Record<string, unknown>)).toBe(false);
    expect(asked).toEqual([]);
  });
});
