import type { RequestListener } from 'node:http';
import type { Readable } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'undici';

/** The least that a proxy of this stack does: Hono in front, undici's `Pool` behind, no look at the answer. */
export function bareProxy(upstream: string): RequestListener {
  const pool = new Pool(new URL(upstream).origin, { connections: 64 });
  const app = new Hono();
  app.post('/v1/chat/completions', async (c) => {
    const { statusCode, headers, body } = await pool.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(await c.req.arrayBuffer()),
    });
    const contentType = String(headers['content-type']);
    const isStream = contentType.startsWith('text/event-stream');
    return new Response(isStream ? streamOf(body) : await body.arrayBuffer(), {
      status: statusCode,
      headers: { 'content-type': contentType },
    });
  });
  return getRequestListener(app.fetch);
}

function streamOf(body: Readable): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}
