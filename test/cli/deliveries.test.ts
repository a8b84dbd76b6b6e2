import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/adapters/config/index.js';
import { startServer } from '../../src/cli/serve.js';
import { WebhookConfig } from '../../src/schema/index.js';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  vi.unstubAllEnvs();
});

describe('a running server', () => {
  it('tells a receiver, signed, of a customer who asks for a person', async () => {
    const arrived: { headers: Record<string, unknown>; body: { type: string; data: { route: string } } }[] =
      [];
    let whenTold = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      whenTold = resolve;
    });
    const receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      arrived.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.end();
      whenTold();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    closing.push(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    const address = receiver.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    vi.stubEnv('CRM_SECRET', `whsec_${btoa('a secret of at least 24 bytes')}`);
    const { config, baseDir } = loadConfig('plumbline.yaml', process.cwd());
    config.listen.port = 0;
    config.storage.url = 'sqlite::memory:';
    if (config.demo !== undefined) config.demo.port = 0;
    config.handoff.channel = 'desk';
    const url = `http://127.0.0.1:${port}/hooks`;
    const webhook = { name: 'crm', url, secret_env: 'CRM_SECRET', allow_private: true };
    config.handoff.webhooks = [WebhookConfig.parse(webhook)];
    const server = await startServer({ config, baseDir, out: () => undefined });
    closing.push(() => server.close());

    const asked = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'demo',
        messages: [{ role: 'user', content: 'I want to talk to a real person, please.' }],
      }),
    });
    expect(asked.status).toBe(200);
    await told;
    const [first] = arrived;
    expect(first?.body).toMatchObject({ type: 'handoff.waiting', data: { route: 'default' } });
    expect(first?.headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(first?.body)).not.toContain('real person');
  });
});
