import { describe, expect, it } from 'vitest';
import { signingKey, webhookHeaders } from '../../../../src/core/escalation/index.js';

// The example that the libraries of Standard Webhooks are tested with.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at_ms: 1_614_265_330_999,
  body: '{"test": 2432232314}',
};
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

describe('the signature of a webhook', () => {
  it('is that of Standard Webhooks 1.0 over id, seconds and body', async () => {
    expect(await webhookHeaders(MESSAGE, [await signingKey(SECRET, 'the secret')])).toEqual({
      'webhook-id': MESSAGE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': SIGNATURE,
    });
  });

  it('is there once for each secret while secrets are changed', async () => {
    const other = `whsec_${btoa('another secret of thirty-two bytes')}`;
    const keys = await Promise.all([other, SECRET].map((secret) => signingKey(secret, 'the secret')));
    const { 'webhook-signature': signatures } = await webhookHeaders(MESSAGE, keys);
    const [first, second, ...more] = signatures?.split(' ') ?? [];
    expect(first).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(first).not.toBe(SIGNATURE);
    expect([second, more]).toEqual([SIGNATURE, []]);
  });

  it.each([
    { name: 'one without its prefix', secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    { name: 'one that is not base64', secret: 'whsec_not base64 at all, and long enough' },
    { name: 'one of less than 192 bits', secret: `whsec_${btoa('too short')}` },
    { name: 'one of more than 512 bits', secret: `whsec_${btoa('x'.repeat(65))}` },
  ])('a secret is refused, and the setting named: $name', async ({ secret }) => {
    const refused = signingKey(secret, '"handoff.webhooks.0.secret_env": CRM_SECRET');
    await expect(refused).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringContaining('"handoff.webhooks.0.secret_env": CRM_SECRET'),
    });
  });
});
