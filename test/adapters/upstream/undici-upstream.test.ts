import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { undiciUpstream } from '../../../src/adapters/upstream/index.js';
import { describeUpstream } from '../../contract/upstream.js';
import { startStubBot } from '../../support/stub-bot.js';

describeUpstream('undici', undiciUpstream);

const REQUEST = { method: 'POST', path: '/x', headers: {}, body: '{}' };
const never = new AbortController().signal;

it('asks again where no connection came about, and the bot has come back', async () => {
  const server = createServer((_, response) => response.end('{}'));
  const listening = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listening(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const upstream = undiciUpstream({
    name: 'default',
    base_url: `http://127.0.0.1:${port}/v1`,
    timeout_ms: 5_000,
  });
  const sending = upstream.send(REQUEST, never);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await listening(port);
  const response = await sending;
  expect(await new Response(response.body).text()).toBe('{}');
  await upstream.close();
  await new Promise((resolve) => server.close(resolve));
});

it('never asks again once the bot may have seen the request', async () => {
  const bot = await startStubBot((_, response) => {
    response.destroy();
  });
  const upstream = undiciUpstream({ name: 'default', base_url: `${bot.origin}/v1`, timeout_ms: 5_000 });
  await expect(upstream.send(REQUEST, never)).rejects.toThrow('upstream-unreachable');
  expect(bot.requests).toHaveLength(1);
  await bot.close();
  await upstream.close();
});
