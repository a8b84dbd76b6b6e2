import { Pool } from 'undici';
import { z } from 'zod';

const Queue = z.object({ cases: z.array(z.object({ handoff: z.object({ id: z.string() }) })) });

/** What came of a change: made, refused because the case is another's or over, or unknown since the server is away. */
export type Outcome = 'made' | 'refused' | 'unanswered';

/** An agent's view of a running desk: `/api/handoffs` with a key of its own, over one connection. */
export interface DeskClient {
  /** Ids of the first cases that wait. @throws when the server is away. */
  waiting(limit: number): Promise<string[]>;
  claim(id: string): Promise<Outcome>;
  reply(id: string, text: string, idempotencyKey: string): Promise<Outcome>;
  resolve(id: string, summary: string): Promise<Outcome>;
  /** Keeps the live stream of the desk open, as a page does. */
  watch(): void;
  close(): Promise<void>;
}

export function deskClient(url: string, key: string): DeskClient {
  const pool = new Pool(url, { connections: 1, pipelining: 1 });
  const streams = new Pool(url, { connections: 1, bodyTimeout: 0 });
  const ended = new AbortController();
  const headers = { 'x-plumbline-key': key, 'content-type': 'application/json' };
  const post = async (path: string, body: object, more: Record<string, string> = {}): Promise<Outcome> => {
    let reply: { statusCode: number; text: string };
    try {
      const { statusCode, body: bytes } = await pool.request({
        method: 'POST',
        path: `/api/handoffs/${path}`,
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      });
      reply = { statusCode, text: await bytes.text() };
    } catch {
      return 'unanswered';
    }
    if (reply.statusCode === 200) return 'made';
    if (reply.statusCode === 409) return 'refused';
    throw new Error(`POST ${path}: ${reply.statusCode} ${reply.text}`);
  };
  return {
    waiting: async (limit) => {
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: `/api/handoffs?state=waiting&limit=${limit}`,
        headers,
      });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`GET /api/handoffs: ${statusCode} ${text}`);
      return Queue.parse(JSON.parse(text)).cases.map(({ handoff }) => handoff.id);
    },
    claim: (id) => post(`${id}/claim`, {}),
    reply: (id, text, idempotencyKey) =>
      post(`${id}/messages`, { text }, { 'idempotency-key': idempotencyKey }),
    resolve: (id, summary) => post(`${id}/resolve`, { summary }),
    watch: () => {
      const signal = ended.signal;
      const read = async () => {
        const { body } = await streams.request({
          method: 'GET',
          path: '/api/handoffs/stream',
          headers,
          signal,
        });
        for await (const _chunk of body);
      };
      // It ends with the server, or with this client.
      void read().catch(() => undefined);
    },
    close: async () => {
      ended.abort();
      await Promise.all([pool.destroy(), streams.destroy()]);
    },
  };
}
