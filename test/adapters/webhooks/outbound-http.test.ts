import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { outboundHttp } from '../../../src/adapters/webhooks/index.js';
import type { OutboundRequest } from '../../../src/core/ports.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A receiver on loopback; its address. */
const listening = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return `http://127.0.0.1:${address.port}/hooks`;
};

const send = async (
  url: string,
  more: Partial<OutboundRequest> = {},
  signal = new AbortController().signal,
) =>
  await outboundHttp().send(
    { method: 'POST', url, headers: { 'x-test': '1' }, body: '{"a":1}', timeout_ms: 5_000, ...more },
    signal,
  );

describe('a call to an address outside', () => {
  it('brings method, headers and bytes there, and the answer back', async () => {
    const seen: unknown[] = [];
    const url = await listening(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      seen.push(request.method, request.headers['x-test'], Buffer.concat(chunks).toString());
      response.writeHead(422, { 'retry-after': '7' }).end('{"error":"no"}');
    });
    const reply = await send(url);
    expect(seen).toEqual(['POST', '1', '{"a":1}']);
    expect(reply).toMatchObject({ status: 422, body: '{"error":"no"}' });
    expect(reply.status === null ? null : reply.headers.get('retry-after')).toBe('7');
  });

  it('follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    const url = await listening((request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await send(url)).status).toBe(307);
    expect(asked).toEqual(['/hooks']);
  });

  it('reads no more of an answer than it must', async () => {
    const url = await listening((_, response) => {
      response.end('x'.repeat(2_000_000));
    });
    const reply = await send(url);
    expect(reply.status === null ? 0 : reply.body.length).toBeLessThan(600_000);
  });

  it('is late when no answer, or no end of one, comes in time', async () => {
    const silent = await listening(() => undefined);
    expect(await send(silent, { timeout_ms: 30 })).toEqual({ status: null, error: 'timeout' });
    const endless = await listening((_, response) => {
      response.writeHead(200).write('beginning');
    });
    expect(await send(endless, { timeout_ms: 30 })).toEqual({ status: null, error: 'timeout' });
  });

  it('tells of a connection that breaks off or is never made', async () => {
    const url = await listening((request) => request.socket.destroy());
    expect(await send(url)).toEqual({ status: null, error: 'unreachable' });
    expect(await send('http://127.0.0.1:1/nobody')).toEqual({ status: null, error: 'unreachable' });
  });

  it('ends when it is called off', async () => {
    const stopped = new AbortController();
    const url = await listening(() => stopped.abort());
    expect(await send(url, {}, stopped.signal)).toEqual({ status: null, error: 'unreachable' });
    expect(await send(url, {}, AbortSignal.abort())).toEqual({ status: null, error: 'unreachable' });
  });
});
