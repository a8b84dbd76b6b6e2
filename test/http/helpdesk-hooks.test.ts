import { describe, expect, it } from 'vitest';
import { GroundingError } from '../../src/core/errors.js';
import type { HelpdeskCall } from '../../src/core/ports.js';
import { testApp } from '../support/http-app.js';

const PATH = '/hooks/chatwoot/default';

const setUp = (receive: (call: HelpdeskCall) => Promise<void> = async () => undefined) => {
  const calls: HelpdeskCall[] = [];
  const hook = {
    receive: async (call: HelpdeskCall) => {
      calls.push(call);
      await receive(call);
    },
  };
  const at = testApp({
    config: { limits: { body_bytes: 100 } },
    deps: { hooks: new Map([[PATH, hook]]), security: { loopback: false } },
  });
  return { ...at, calls };
};

describe('a helpdesk’s call', () => {
  it('reaches its hook with all that proves whose it is, and needs no key', async () => {
    const { post, keys, calls } = setUp();
    await keys.create('plk_a', { role: 'vendor' });
    const headers = { 'x-chatwoot-signature': 'sha256=00', 'x-forwarded-for': '203.0.113.7' };
    const response = await post(`${PATH}?token=t`, '{"event":"x"}', headers);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    const [call] = calls;
    expect(call?.headers.get('x-chatwoot-signature')).toBe('sha256=00');
    expect(call?.query.get('token')).toBe('t');
    expect(new TextDecoder().decode(call?.body)).toBe('{"event":"x"}');
  });

  it('that its hook refuses is refused, and one that failed is to be made again', async () => {
    const refused = setUp(async () => {
      throw new GroundingError('auth-signature-invalid', { detail: 'The call is not taken.' });
    });
    expect((await refused.post(PATH, '{}')).status).toBe(401);
    const failed = setUp(async () => {
      throw new Error('disk full');
    });
    expect((await failed.post(PATH, '{}')).status).toBe(500);
  });

  it('is read up to the limit of bodies', async () => {
    const { post, calls } = setUp();
    expect((await post(PATH, `"${'x'.repeat(200)}"`)).status).toBe(413);
    expect(calls).toEqual([]);
  });

  it('under another name needs a key, and reaches nothing', async () => {
    const { post, keys, calls } = setUp();
    await keys.create('plk_a', { role: 'admin' });
    expect((await post('/hooks/chatwoot/other', '{}')).status).toBe(401);
    expect((await post('/hooks/chatwoot/other', '{}', { 'x-plumbline-key': 'plk_a' })).status).toBe(404);
    expect(calls).toEqual([]);
  });

  it('opens nothing else: reading the path needs a key', async () => {
    const { app } = setUp();
    expect((await app.request(PATH)).status).toBe(401);
  });
});
