import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { UpstreamOptions } from '../../src/adapters/upstream/index.js';
import type { GroundingError } from '../../src/core/errors.js';
import type { Upstream } from '../../src/core/ports.js';
import { type BotRequest, replyJson, type StubBot, startStubBot } from '../support/stub-bot.js';

type Made = Upstream & { close?(): Promise<void> };

const REQUEST = {
  method: 'POST',
  path: '/chat/completions',
  headers: { 'content-type': 'application/json' },
  body: '{}',
};

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  await promise.then(
    () => 'no fault',
    (error: GroundingError) => error.code ?? error.name,
  );

/** What every way to a bot must keep to, over a real server on a free port. */
export const describeUpstream = (name: string, make: (options: UpstreamOptions) => Made): void => {
  describe(`upstream over ${name}`, () => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0)) await close();
    });

    const start = async (
      script: (request: BotRequest, response: ServerResponse) => void | Promise<void>,
      options: Partial<UpstreamOptions> = {},
    ): Promise<{ bot: StubBot; upstream: Made }> => {
      const bot = await startStubBot(script);
      const upstream = make({
        name: 'default',
        base_url: `${bot.origin}/base/v1`,
        timeout_ms: 5_000,
        ...options,
      });
      closing.push(async () => {
        await bot.close();
        await upstream.close?.();
      });
      return { bot, upstream };
    };
    const never = new AbortController().signal;

    it('sends method, path after the base, headers and body, and gives back status, headers and body', async () => {
      const { bot, upstream } = await start((_, response) =>
        replyJson(response, { ok: true }, { status: 201, headers: { 'x-request-id': 'r1' } }),
      );
      const response = await upstream.send(
        { ...REQUEST, path: '/chat/completions?x=1', body: new TextEncoder().encode('{"é":1}') },
        never,
      );
      expect([response.status, response.headers.get('x-request-id')]).toEqual([201, 'r1']);
      expect(await new Response(response.body).json()).toEqual({ ok: true });
      expect(bot.requests[0]).toMatchObject({
        method: 'POST',
        url: '/base/v1/chat/completions?x=1',
        body: '{"é":1}',
      });
      expect(bot.requests[0]?.headers).toMatchObject({
        'accept-encoding': 'identity',
        'content-type': 'application/json',
      });
    });

    it('puts the configured credential in the place of the caller’s', async () => {
      const { bot, upstream } = await start((_, response) => replyJson(response, {}), {
        credential: { header: 'authorization', value: 'Bearer own' },
      });
      await upstream.send({ ...REQUEST, headers: { authorization: 'Bearer caller' } }, never);
      expect(bot.requests[0]?.headers.authorization).toBe('Bearer own');
    });

    it('forwards the caller’s credential without one', async () => {
      const { bot, upstream } = await start((_, response) => replyJson(response, {}));
      await upstream.send({ ...REQUEST, headers: { authorization: 'Bearer caller' } }, never);
      expect(bot.requests[0]?.headers.authorization).toBe('Bearer caller');
    });

    it('keeps its connections', async () => {
      const { bot, upstream } = await start((_, response) => replyJson(response, {}));
      for (let i = 0; i < 5; i += 1) {
        await new Response((await upstream.send(REQUEST, never)).body).text();
      }
      // The first may not be free again when the second is asked for.
      expect(bot.connections()).toBeLessThanOrEqual(2);
    });

    it('gives bytes out as they arrive', async () => {
      let finish = (): void => undefined;
      const { upstream } = await start((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
        finish = () => response.end('data: 2\n\n');
      });
      const reader = (await upstream.send(REQUEST, never)).body.getReader();
      expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 1\n\n');
      finish();
      expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 2\n\n');
      expect((await reader.read()).done).toBe(true);
    });

    it('does not follow redirects', async () => {
      const { bot, upstream } = await start((_, response) => {
        response.writeHead(307, { location: '/elsewhere' });
        response.end();
      });
      expect((await upstream.send(REQUEST, never)).status).toBe(307);
      expect(bot.requests).toHaveLength(1);
    });

    it.each([
      { encoding: 'gzip', encode: gzipSync },
      { encoding: 'br', encode: brotliCompressSync },
      { encoding: 'deflate', encode: deflateSync },
    ])('decodes $encoding that was not asked for', async ({ encoding, encode }) => {
      const { upstream } = await start((_, response) => {
        response.writeHead(200, { 'content-encoding': encoding });
        response.end(encode('{"a":1}'));
      });
      const response = await upstream.send(REQUEST, never);
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(await new Response(response.body).text()).toBe('{"a":1}');
    });

    it('does not unfold an encoded body without bound', async () => {
      const { upstream } = await start((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(new Uint8Array(80 * 1_048_576), { level: 1 }));
      });
      const reader = (await upstream.send(REQUEST, never)).body.getReader();
      const readAll = async () => {
        while (!(await reader.read()).done);
      };
      expect(await codeOf(readAll())).toBe('upstream-invalid');
    });

    it('is unreachable where nobody listens', async () => {
      const { bot, upstream } = await start(() => undefined);
      await bot.close();
      expect(await codeOf(upstream.send(REQUEST, never))).toBe('upstream-unreachable');
    });

    it('times out without response headers', async () => {
      const { upstream } = await start(() => undefined, { timeout_ms: 40 });
      expect(await codeOf(upstream.send(REQUEST, never))).toBe('upstream-timeout');
    });

    it('times out when a body goes quiet', async () => {
      const { upstream } = await start(
        (_, response) => {
          response.writeHead(200);
          response.write('half');
        },
        { timeout_ms: 250 },
      );
      const response = await upstream.send(REQUEST, never);
      expect(await codeOf(new Response(response.body).text())).toBe('upstream-timeout');
    });

    it('fails a body that breaks off', async () => {
      const { upstream } = await start((_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      });
      const response = await upstream.send(REQUEST, never);
      expect(await codeOf(new Response(response.body).text())).toBe('upstream-unreachable');
    });

    it.each(['before the headers', 'during the body', 'by its reader'])(
      'stops the bot when called off %s',
      async (when) => {
        let gone: Promise<unknown> = Promise.resolve();
        let arrived = (): void => undefined;
        const hasArrived = new Promise<void>((resolve) => {
          arrived = resolve;
        });
        const { upstream } = await start((_, response) => {
          gone = once(response, 'close');
          if (when !== 'before the headers') {
            response.writeHead(200);
            response.write('half');
          }
          arrived();
        });
        const abort = new AbortController();
        const sending = upstream.send(REQUEST, abort.signal);
        await hasArrived;
        if (when === 'before the headers') {
          abort.abort();
          await expect(sending).rejects.toThrow();
        } else {
          const { body } = await sending;
          if (when === 'by its reader') await body.cancel();
          else {
            abort.abort();
            await expect(new Response(body).text()).rejects.toThrow();
          }
        }
        await gone;
      },
    );

    it('asks nothing once it is called off', async () => {
      const { bot, upstream } = await start((_, response) => replyJson(response, {}));
      await expect(upstream.send(REQUEST, AbortSignal.abort())).rejects.toThrow();
      expect(bot.requests).toEqual([]);
    });

    it('reaches no other host, whatever the path says', async () => {
      const { bot, upstream } = await start((_, response) => replyJson(response, {}));
      for (const path of ['@evil.example/', 'https://evil.example/', '.evil.example/']) {
        expect(await codeOf(upstream.send({ ...REQUEST, path }, never))).toBe('internal-unexpected');
      }
      await upstream.send({ ...REQUEST, path: '//evil.example/x' }, never);
      expect(bot.requests.map((request) => request.url)).toEqual(['/base/v1//evil.example/x']);
    });

    it.each(['not a url', 'ftp://bot.example', 'https://bot.example/v1?key=1'])(
      'refuses the address %s',
      (base_url) =>
        expect(() => make({ name: 'default', base_url, timeout_ms: 1 })).toThrow('config-invalid'),
    );
  });
};
