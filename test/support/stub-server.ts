import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** A call that reached the stub. */
export interface StubCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON; null without one. */
  body: Record<string, unknown> | null;
  text: string;
}

export interface StubAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * What goes wrong with one call: another answer; nothing is done and nothing comes back (reset, silent); all is done
 * but its answer is lost, or is no JSON.
 */
export type Trouble = StubAnswer | 'reset' | 'silent' | 'lost' | 'malformed';

export interface StubServer {
  url: string;
  calls: StubCall[];
  /** The next call whose "METHOD /path" matches meets this. */
  meets(which: RegExp, trouble: Trouble): void;
  close(): Promise<void>;
}

/** A small server on loopback in place of a product's API. */
export const startStub = async (answer: (call: StubCall) => StubAnswer): Promise<StubServer> => {
  const calls: StubCall[] = [];
  const troubles: { which: RegExp; trouble: Trouble }[] = [];
  const reply = (response: ServerResponse, { status, body, headers }: StubAnswer): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub');
    const call: StubCall = {
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: /^[[{]/.test(text) ? JSON.parse(text) : null,
      text,
    };
    calls.push(call);
    const at = troubles.findIndex(({ which }) => which.test(`${call.method} ${call.path}`));
    const trouble = at === -1 ? null : (troubles.splice(at, 1)[0]?.trouble ?? null);
    if (trouble === 'silent') return;
    if (trouble === 'reset') return void request.socket.destroy();
    if (trouble !== null && typeof trouble === 'object') return reply(response, trouble);
    const answered = answer(call);
    if (trouble === 'lost') return void request.socket.destroy();
    reply(response, trouble === 'malformed' ? { status: 200, body: '<html>Please wait</html>' } : answered);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    meets: (which, trouble) => {
      troubles.push({ which, trouble });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
