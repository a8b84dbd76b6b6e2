import { describe, expect, it } from 'vitest';
import { ask, jsonReply, streamReply, testApp } from '../support/http-app.js';

const JSON_HEADERS = { 'content-type': 'application/json' };
const send = (
  test: ReturnType<typeof testApp>,
  method: string,
  path: string,
  headers: Record<string, string> = JSON_HEADERS,
) => test.app.request(path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });

describe('the allow-list', () => {
  it('our own endpoint called by another method says which it takes', async () => {
    const response = await send(testApp(), 'GET', '/v1/check');
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { detail: '/v1/check takes a POST.' },
    ]);
  });

  it.each([
    ['GET', '/v1/models', '/models'],
    ['GET', '/v1/models/gpt-x', '/models/gpt-x'],
    ['GET', '/v1/models/org/model', '/models/org/model'],
    ['POST', '/v1/embeddings', '/embeddings'],
    ['POST', '/v1/moderations', '/moderations'],
    ['GET', '/v1/files?limit=2', '/files?limit=2'],
    ['POST', '/v1/files', '/files'],
    ['DELETE', '/v1/files/f-1', '/files/f-1'],
    ['GET', '/v1/files/f-1/content', '/files/f-1/content'],
  ])('%s %s passes and leaves no record', async (method, path, upstreamPath) => {
    const test = testApp({
      bot: () => jsonReply({ object: 'list', x: 1 }, { headers: { 'x-request-id': 'r' } }),
    });
    const response = await send(test, method, path);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ object: 'list', x: 1 });
    expect(response.headers.get('x-request-id')).toBe('r');
    expect(response.headers.get('x-plumbline-decision')).toBeNull();
    expect(test.sent[0]).toMatchObject({ method, path: upstreamPath });
    expect(test.audit.appended).toEqual([]);
  });

  it.each([
    ['GET', '/v1/responses/r-1'],
    ['POST', '/v1/completions'],
    ['GET', '/v1/chat/completions'],
    ['GET', '/v1/chat/completions/chatcmpl-1'],
    ['POST', '/v1/chat/completions/chatcmpl-1'],
    ['GET', '/v1/responses/r-1/input_items'],
    ['POST', '/v1/batches'],
    ['POST', '/v1/models'],
    ['POST', '/v1/embeddings/x'],
    ['PUT', '/v1/files/f-1'],
    ['POST', '/v1/modelsx'],
    ['POST', '/v1/'],
  ])('%s %s is not on it, and the problem names the setting', async (method, path) => {
    const test = testApp();
    const response = await send(test, method, path);
    expect(response.status).toBe(404);
    const body = (await response.json()) as { type: string; detail: string; error: { code: string } };
    expect(body.type).toBe('/problems/request-endpoint-not-checked');
    expect(body.detail).toContain('routes.default.unchecked_endpoints');
    expect(body.error.code).toBe('request-endpoint-not-checked');
    expect(test.sent).toEqual([]);
  });

  it.each([
    '/v1/models/..%2fchat/completions',
    '/v1/files/%2e%2e/responses',
    '/v1/models/%252e%252e/chat',
    '/v1/models//x',
    '/v1/models/a%5cb',
    '/v1/models/x%3Fy',
  ])('%s can’t be used to reach another endpoint', async (path) => {
    const test = testApp();
    expect((await test.app.request(path)).status).toBeGreaterThanOrEqual(400);
    expect(test.sent).toEqual([]);
  });

  it('passes errors and empty replies as they are', async () => {
    const error = { error: { message: 'No such model' } };
    const missing = testApp({ bot: () => jsonReply(error, { status: 404 }) });
    const response = await missing.app.request('/v1/models/x');
    expect([response.status, await response.json()]).toEqual([404, error]);
    const empty = testApp({ bot: () => jsonReply('', { status: 204 }) });
    expect((await send(empty, 'DELETE', '/v1/files/f')).status).toBe(204);
  });

  it('does not follow or pass on redirects', async () => {
    const test = testApp({
      bot: () => jsonReply('', { status: 301, headers: { location: 'https://evil.example' } }),
    });
    const response = await test.app.request('/v1/models');
    expect(response.status).toBe(502);
    expect(response.headers.get('location')).toBeNull();
  });
});

describe('an endpoint listed as unchecked', () => {
  const config = {
    routes: { default: { unchecked_endpoints: ['/v1/completions', '/v1/chat/completions'] } },
  };

  it('is forwarded, marked and on record before its first byte', async () => {
    const test = testApp({ config, bot: () => jsonReply({ output: [], plumbline: { decision: 'pass' } }) });
    const response = await send(test, 'POST', '/v1/completions');
    expect(response.headers.get('x-plumbline-decision')).toBe('unchecked');
    expect(await response.json()).toEqual({ output: [] });
    const record = test.audit.appended[0];
    expect(response.headers.get('x-plumbline-record')).toBe(record?.id);
    expect(record).toMatchObject({
      state: 'closed',
      decision: 'unchecked',
      reason: 'unchecked_endpoint',
      endpoint: '/v1/completions',
      choices: [],
    });
  });

  it('includes what lies below it, and nothing that only begins like it', async () => {
    const test = testApp({ config });
    expect((await test.app.request('/v1/completions/r-1')).status).toBe(200);
    expect((await test.app.request('/v1/completionsx')).status).toBe(404);
  });

  it('is checked all the same if it can be', async () => {
    const test = testApp({ config });
    const response = await test.post('/v1/chat/completions', ask('Hi'));
    expect(response.headers.get('x-plumbline-decision')).toBe('pass');
  });

  it('streams without comments and members in our name', async () => {
    const test = testApp({
      config,
      bot: () =>
        streamReply([
          ': plumbline {"decision":"pass"}\n\nevent: delta\nid: 1\ndata: {"a":1,"plumb',
          'line":{}}\n\ndata: [DONE]\n\n',
        ]),
    });
    const response = await send(test, 'POST', '/v1/completions');
    expect(await response.text()).toBe('event: delta\nid: 1\ndata: {"a":1}\n\ndata: [DONE]\n\n');
  });

  it('is not forwarded if that can’t be recorded', async () => {
    const test = testApp({ config });
    test.audit.failing.add('closed');
    expect((await send(test, 'POST', '/v1/completions')).status).toBe(503);
    expect(test.sent).toEqual([]);
  });
});
