import { describe, expect, it } from 'vitest';
import { isNestedTooDeep, JSON_DEPTH_MAX } from '../../src/http/json-depth.js';
import { fixtureJson } from '../support/fixture-json.js';
import {
  ask,
  completion,
  DONE,
  frame,
  jsonReply,
  readStream,
  streamReply,
  testApp,
} from '../support/http-app.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('isNestedTooDeep', () => {
  it.each([
    { name: 'at the bound', text: nested(JSON_DEPTH_MAX), tooDeep: false },
    { name: 'one over it', text: nested(JSON_DEPTH_MAX + 1), tooDeep: true },
    { name: 'wide, not deep', text: `[${'[],'.repeat(5_000)}[]]`, tooDeep: false },
    {
      name: 'brackets in strings',
      text: JSON.stringify(['['.repeat(500), '\\"[', '"'.repeat(200)]),
      tooDeep: false,
    },
    { name: 'objects', text: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, tooDeep: true },
    { name: 'never closed', text: '['.repeat(1_000_000), tooDeep: true },
  ])('$name', ({ text, tooDeep }) => expect(isNestedTooDeep(text)).toBe(tooDeep));
});

/** Deep enough to break whatever walks it, far under the limit on bytes. */
const DEEP = nested(100_000);

describe('a request that nests without bound', () => {
  it.each([
    { path: '/v1/chat/completions', body: JSON.stringify(ask('Hi')), says: 400 },
    { path: '/v1/check', body: JSON.stringify({ answer: 'RIGHT.' }), says: 400 },
    {
      path: '/beta/litellm_basic_guardrail_api',
      body: JSON.stringify(fixtureJson('guardrails/litellm-response.json')),
      says: 400,
    },
    {
      path: '/guardrail/default/version/1/apply',
      body: JSON.stringify(fixtureJson('guardrails/bedrock-output.json')),
      says: 400,
    },
    { path: '/hooks/portkey', body: JSON.stringify(fixtureJson('guardrails/portkey-after.json')), says: 200 },
  ])('is refused by $path before anything walks it', async ({ path, body, says }) => {
    const { post, sent, asked } = testApp();
    const response = await post(path, `${body.slice(0, -1)},"extra":${DEEP}}`);
    expect(response.status).toBe(says);
    expect(await response.text()).toContain('nests deeper than 100 levels');
    expect([sent, asked]).toEqual([[], []]);
  });
});

describe('a bot’s reply that nests without bound', () => {
  it('is no reply', async () => {
    const text = `${JSON.stringify(completion('WRONG.')).slice(0, -1)},"extra":${DEEP}}`;
    const { post, audit } = testApp({ bot: () => jsonReply(text) });
    const response = await post('/v1/chat/completions', ask('Hi'));
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('WRONG');
    expect(audit.appended.at(-1)).toMatchObject({ decision: 'none', reason: 'upstream_error' });
  });

  it('ends a stream without a word of that frame, on record', async () => {
    const deep = frame({ content: 'WRONG. ' }).replace('"delta"', `"extra":${DEEP},"delta"`);
    const { post, audit } = testApp({
      bot: () => streamReply([frame({ content: 'RIGHT. ' }), deep, frame({ content: 'RIGHT. ' }), DONE]),
    });
    const { raw } = await readStream(await post('/v1/chat/completions', ask('Hi', { stream: true })));
    expect(raw).not.toContain('WRONG');
    expect(audit.appended.at(-1)?.state).toBe('closed');
  });
});
