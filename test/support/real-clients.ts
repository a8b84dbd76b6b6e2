import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { undiciUpstream } from '../../src/adapters/upstream/index.js';
import { type TestApp, type TestAppOptions, testApp } from './http-app.js';
import { type BotRequest, startStubBot } from './stub-bot.js';

export interface ProxiedBot extends TestApp {
  /** Where clients call: no path. */
  origin: string;
  /** What reached the bot's server. */
  requests: BotRequest[];
}

/** Servers of these tests, for `closeAll` after each. */
const closing: (() => Promise<unknown>)[] = [];

export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close();
};

/** The application before a real listener and a real bot's server, as vendors' clients meet it. */
export const startProxied = async (
  script: (request: BotRequest, response: ServerResponse) => void | Promise<void>,
  options: TestAppOptions = {},
): Promise<ProxiedBot> => {
  const bot = await startStubBot(script);
  const upstream = undiciUpstream({ name: 'default', base_url: `${bot.origin}/v1`, timeout_ms: 5_000 });
  const test = testApp({
    ...options,
    deps: { upstreams: new Map([['default', upstream]]), ...options.deps },
  });
  const server = serve({ fetch: test.app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closing.push(
    () => upstream.close(),
    () => bot.close(),
    async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
  return { ...test, origin: `http://127.0.0.1:${port}`, requests: bot.requests };
};

/** Streams frames, and leaves the response open. */
export const streamFrames = (response: ServerResponse, frames: readonly string[]): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const one of frames) response.write(one);
};
