import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { assetRoutes, type PlaygroundOptions, playgroundRoutes, viewOf } from '../../src/console/index.js';
import type { AppEnv } from '../../src/http/index.js';
import type { CheckResponse } from '../../src/schema/index.js';

/** What the page gets for a question: released pieces, then the details; or a response of its own. */
export type ScriptedReply = StreamedReply | { response: () => Response };

interface StreamedReply {
  pieces: string[];
  /** Null: the stream ends without a decision. */
  checked: CheckResponse | null;
  /** The stream waits for it between its words and its end. */
  beforeEnd?: Promise<void>;
}

export interface ConsoleServer {
  url: string;
  /** Bodies and headers of the calls so far. */
  calls: { path: string; headers: Headers; body: unknown }[];
  close(): Promise<void>;
}

/** The page in front of scripted replies, for what a real bot seldom does: faults, odd markup, slow ends. */
export const startConsoleServer = async (
  reply: (question: string, headers: Headers) => ScriptedReply,
  options: Partial<PlaygroundOptions> = {},
): Promise<ConsoleServer> => {
  const assets = await mkdtemp(join(tmpdir(), 'plumbline-pages-'));
  await promisify(execFile)(process.execPath, ['scripts/build-pages.mjs', assets]);
  const calls: ConsoleServer['calls'] = [];
  const app = new Hono<AppEnv>();
  app.post('/v1/*', async (c) => {
    const body = await c.req.json();
    calls.push({ path: c.req.path, headers: c.req.raw.headers, body });
    const scripted = reply(body.messages?.at(-1)?.content ?? '', c.req.raw.headers);
    if ('response' in scripted) return scripted.response();
    if (c.req.path === '/v1/check') return c.json(scripted.checked);
    return new Response(streamOf(scripted), {
      headers: { 'content-type': 'text/event-stream', 'x-plumbline-conversation': 'conversation-1' },
    });
  });
  app.route(
    '/',
    assetRoutes((name) => readFile(join(assets, name))),
  );
  const playground = {
    operator: 'Spruce Rail',
    greeting: { en: 'Hello, I am Ash.', fr: 'Bonjour, je suis Ash.' },
    suggestions: {
      en: ['Can I get a refund after the trip?', 'How heavy may a bag be?'],
      fr: ['Un remboursement après le voyage?', 'Quel poids pour un sac?'],
    },
    model: 'demo',
    ...options,
  };
  app.route(
    '/',
    playgroundRoutes(playground, (c) => viewOf(c, [])),
  );
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(assets, { recursive: true });
    },
  };
};

const streamOf = (reply: StreamedReply): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const frame = (value: unknown) => encoder.encode(`data: ${JSON.stringify(value)}\n\n`);
  return new ReadableStream({
    async start(controller) {
      for (const content of reply.pieces)
        controller.enqueue(frame({ choices: [{ index: 0, delta: { content } }] }));
      await reply.beforeEnd;
      if (reply.checked !== null) {
        controller.enqueue(
          frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], plumbline: reply.checked }),
        );
        controller.enqueue(encoder.encode(': plumbline {}\n\ndata: [DONE]\n\n'));
      }
      controller.close();
    },
  });
};
