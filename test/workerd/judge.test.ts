import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { d1Storage } from '../../src/adapters/storage/index.js';
import type { CheckResponse } from '../../src/schema/index.js';
import type { WorkerEnv } from '../../src/worker.js';
import { addAdminKey } from './admin-key.js';
import { AWAY, RIGHT, WRONG } from './stub-model.js';

/** The clients of models are brought into the runtime anew for each Worker here, which takes its time. */
const START_MS = 120_000;

/** A Worker of its own, whose assets lie in a folder. */
const workerOf = async (folder: string, bindings: object = env) => {
  vi.resetModules();
  const { default: worker } = await import('../../src/worker.js');
  const assets = env.ASSETS;
  const judged = {
    ...bindings,
    AUDIT: env.AUDIT,
    ASSETS: { fetch: (url: string) => assets.fetch(url.replace('.invalid/', `.invalid/${folder}/`)) },
  } as WorkerEnv;
  const key = `plk_test_key_${crypto.randomUUID()}`;
  await addAdminKey(await d1Storage(env.AUDIT), key, key);
  return async (path: string, body?: unknown): Promise<Response> => {
    const context = createExecutionContext();
    const request = new Request(`https://plumbline.invalid${path}`, {
      headers: { 'x-plumbline-key': key, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const response = await worker.fetch(request, judged, context);
    const whole = new Response(await response.arrayBuffer(), response);
    await waitOnExecutionContext(context);
    return whole;
  };
};

describe.each(['openai', 'anthropic'])('a judge of %s, asked by a Worker', (provider) => {
  let call: Awaited<ReturnType<typeof workerOf>>;
  const check = async (answer: string, question = 'Where is my deposit?') => {
    const messages = [{ role: 'user', content: question }];
    const response = await call('/v1/check', { answer, messages });
    expect(response.status).toBe(200);
    return (await response.json()) as CheckResponse;
  };
  beforeAll(async () => {
    call = await workerOf(provider);
    await call('/readyz');
  }, START_MS);

  it('bears out, denies, and leaves failed what the checks leave open', async () => {
    expect(await check(RIGHT)).toMatchObject({
      decision: 'pass',
      reason: 'grounded',
      checked_by: ['embedded', 'judge'],
      claims: [{ band: 'verified' }],
    });
    expect(await check(WRONG)).toMatchObject({ claims: [{ label: 'contradicted', band: 'failing' }] });
    expect(await check(AWAY)).toMatchObject({
      decision: 'block',
      claims: [{ reason: 'check_failed:judge_unavailable' }],
    });
    const metrics = await (await call('/metrics')).text();
    expect(metrics).toMatch(/plumbline_model_tokens_total\{[^}]*direction="input"[^}]*\} 420/);
  });

  it('is asked by more answers at once than a process would let through', async () => {
    // Another question each, so that no verdict is kept of the one before.
    const questions = Array.from({ length: 12 }, (_, i) => `Where is my deposit of ${i} dollars?`);
    const checked = await Promise.all(questions.map((question) => check(RIGHT, question)));
    for (const { checked_by, reason } of checked)
      expect({ checked_by, reason }).toEqual({ checked_by: ['embedded', 'judge'], reason: 'grounded' });
  });
});

it(
  'a Worker whose judge has no key does not start, and says which is missing',
  async () => {
    const { MODEL_KEY: _, ...bindings } = env as WorkerEnv & { MODEL_KEY?: string };
    const response = await (await workerOf('openai', bindings))('/readyz');
    expect(response.status).toBe(500);
    expect(JSON.stringify(await response.json())).toContain('MODEL_KEY is not set');
  },
  START_MS,
);
