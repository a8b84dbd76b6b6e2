import { createExecutionContext, env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { d1Storage } from '../../src/adapters/storage/index.js';
import { waitFor } from '../../src/adapters/system/wait.js';
import { outboundHttp } from '../../src/adapters/webhooks/index.js';
import { openRemoteGrader } from '../../src/cli/remote-grader.js';
import { GraderSettings } from '../../src/schema/index.js';
import worker from '../../src/worker.js';
import { addAdminKey } from './admin-key.js';
import { GRADER_HOST } from './stub-bot.js';

const KEY = 'plk_test_key_of_the_graded_worker';
const STROLLER = 'A pushchair flies along for every child without costing extra.';

/** The airline as it is deployed with a grader of its own. */
const graded = {
  ...env,
  ASSETS: {
    fetch: async (url: string) => {
      const response = await env.ASSETS.fetch(url);
      if (!url.endsWith('/plumbline.json')) return response;
      const manifest: { config: { verification: Record<string, unknown> } } = await response.json();
      manifest.config.verification['grader'] = GraderSettings.parse({
        kind: 'http',
        url: `https://${GRADER_HOST}/grade`,
        api_key_env: 'GRADER_KEY',
      });
      return Response.json(manifest);
    },
  },
};

it('the Worker asks its grader about what the checks leave open, with the key of its binding', async () => {
  const storage = await d1Storage(env.AUDIT);
  await addAdminKey(storage, KEY, 'k2');
  const request = new Request('https://plumbline.invalid/v1/check', {
    method: 'POST',
    headers: { 'x-plumbline-key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ answer: STROLLER }),
  });
  const response = await worker.fetch(request, graded, createExecutionContext());
  expect(await response.json()).toMatchObject({
    decision: 'pass',
    reason: 'grounded',
    checked_by: ['embedded', 'grader'],
    claims: [{ text: STROLLER, label: 'supported' }],
  });
});

describe('in workerd', () => {
  const REQUEST = {
    tenant: 'test',
    as_of: '2026-06-01',
    claims: [
      {
        text: STROLLER,
        start_char: 0,
        end_char: STROLLER.length,
        subject: 'own_case' as const,
        lang: 'en' as const,
        context: { question: null, premises: [], antecedents: [], lead_ins: [] },
      },
    ],
    evidence: {
      sections: [
        {
          heading: null,
          source: null,
          effective_from: null,
          effective_to: null,
          items: [{ number: 1, text: 'Strollers are free.', passage: null }],
        },
      ],
      items: [],
      nearest: [new Set([0])],
    },
  };

  const authorizationOf = async (setting: unknown, secrets: Record<string, string>) => {
    const settings = GraderSettings.parse(setting);
    if (settings.kind === 'onnx') throw new Error('not a service');
    const seen: string[] = [];
    const grader = openRemoteGrader(settings, {
      http: outboundHttp(async (url, init) => {
        seen.push(new Headers(init?.headers).get('authorization') ?? '');
        return String(url).endsWith('/token')
          ? Response.json({ access_token: 'ya29.worker', expires_in: 3_599 })
          : new Response('', { status: 404 });
      }),
      clock: { nowMs: () => Date.parse('2026-06-01T09:00:00Z') },
      deadlineAfter: () => ({ within: async (run, signal) => ({ isLate: false, value: await run(signal) }) }),
      wait: waitFor,
      readSecret: (variable) => secrets[variable] ?? null,
    });
    const { grades } = await grader.grade(REQUEST, new AbortController().signal);
    expect(grades).toEqual([{ isGraded: false, failure: 'grader_rejected' }]);
    return seen.at(-1);
  };

  it('calls to AWS are signed', async () => {
    const bedrock = { kind: 'bedrock', region: 'us-east-1', guardrail_id: 'gr1', guardrail_version: '1' };
    const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(await authorizationOf(bedrock, keys)).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260601\/us-east-1\/bedrock\/aws4_request, .*Signature=[0-9a-f]{64}$/,
    );
  });

  it('a service account of Google gets its tokens', async () => {
    const pair = await crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 2048,
        publicExponent: new Uint8Array([1, 0, 1]),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    );
    if (!('privateKey' in pair)) throw new Error('no pair of keys');
    const der = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
    if (!(der instanceof ArrayBuffer)) throw new Error('no key');
    const text = btoa(String.fromCharCode(...new Uint8Array(der)));
    const private_key = `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`;
    const key = { client_email: 'grader@boats-1.iam.gserviceaccount.com', private_key };
    const secrets = { GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify(key) };
    expect(await authorizationOf({ kind: 'vertex', project: 'boats-1' }, secrets)).toBe('Bearer ya29.worker');
  });
});
