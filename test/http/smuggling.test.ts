import { connect, createServer, type Server } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undiciUpstream } from '../../src/adapters/upstream/index.js';
import { type Listener, listen } from '../../src/cli/listen.js';
import { ask, completion, type TestApp, testApp } from '../support/http-app.js';

/** A bot's server at the level of bytes: keeps what it got, answers with what it is told. */
class RawBot {
  received = '';
  reply = '';
  readonly #server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      this.received += bytes.toString('latin1');
      const end = this.received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(this.received)?.[1] ?? 0);
      if (end !== -1 && this.received.length >= end + 4 + length) socket.end(this.reply);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}/v1`;
  }

  close(): void {
    this.#server.close();
  }
}

const http = (head: string[], body = ''): string => `${head.join('\r\n')}\r\n\r\n${body}`;
const BODY = JSON.stringify(ask('Hi'));
const REPLY = JSON.stringify(completion('RIGHT.'));
const OK = ['HTTP/1.1 200 OK', 'content-type: application/json'];

describe('headers that two servers in a row could read differently', () => {
  const bot = new RawBot();
  let upstream: ReturnType<typeof undiciUpstream>;
  let listener: Listener;
  let test: TestApp;

  beforeEach(async () => {
    const base_url = await bot.open();
    upstream = undiciUpstream({ name: 'default', base_url, timeout_ms: 2_000 });
    test = testApp({ deps: { upstreams: new Map([['default', upstream]]) } });
    listener = await listen(getRequestListener(test.app.fetch), '127.0.0.1', 0, 'x');
    bot.received = '';
    bot.reply = http([...OK, `content-length: ${REPLY.length}`], REPLY);
  });

  afterEach(async () => {
    bot.close();
    await upstream.close();
    await listener.close();
  });

  /** Sends bytes as they are, and reads until the connection ends. */
  const send = async (text: string): Promise<string> =>
    await new Promise((resolve) => {
      const socket = connect(listener.port, '127.0.0.1', () => socket.write(text, 'latin1'));
      let read = '';
      socket.on('data', (bytes) => {
        read += bytes.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(read));
    });

  const HEAD = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    'connection: close',
  ];
  const LENGTH = `content-length: ${BODY.length}`;
  const CHUNKED = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;

  it('a plain request arrives, so that the refusals below say something', async () => {
    expect(await send(http([...HEAD, LENGTH], BODY))).toMatch(/^HTTP\/1\.1 200 /);
    expect(bot.received).toContain(BODY);
    expect(await send(http([...HEAD, 'transfer-encoding: chunked'], CHUNKED))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    {
      name: 'content-length beside transfer-encoding',
      text: http([...HEAD, LENGTH, 'transfer-encoding: chunked'], CHUNKED),
    },
    { name: 'two lengths', text: http([...HEAD, LENGTH, 'content-length: 5'], BODY) },
    { name: 'the same length twice', text: http([...HEAD, LENGTH, LENGTH], BODY) },
    { name: 'a list of lengths', text: http([...HEAD, `${LENGTH}, ${BODY.length}`], BODY) },
    { name: 'a length with a sign', text: http([...HEAD, `content-length: +${BODY.length}`], BODY) },
    { name: 'two hosts', text: http([...HEAD, 'host: evil.example', LENGTH], BODY) },
    { name: 'no host', text: http([...HEAD.filter((line) => !line.startsWith('host')), LENGTH], BODY) },
    { name: 'two content types', text: http([...HEAD, 'content-type: text/plain', LENGTH], BODY) },
    {
      name: 'chunked under another coding',
      text: http([...HEAD, 'transfer-encoding: gzip, chunked'], CHUNKED),
    },
    {
      name: 'chunked twice',
      text: http([...HEAD, 'transfer-encoding: chunked', 'transfer-encoding: chunked'], CHUNKED),
    },
    {
      name: 'a coding that only looks like chunked',
      text: http([...HEAD, 'transfer-encoding: xchunked'], CHUNKED),
    },
    {
      name: 'a space before the colon',
      text: http([...HEAD, 'transfer-encoding : chunked', LENGTH], BODY),
    },
    { name: 'a bare line feed in a value', text: http([...HEAD, 'x-a: b\nx-c: d', LENGTH], BODY) },
    { name: 'a bare return in a value', text: http([...HEAD, 'x-a: b\rx-c: d', LENGTH], BODY) },
    { name: 'a NUL in a value', text: http([...HEAD, 'x-a: b\0c', LENGTH], BODY) },
    { name: 'a chunk size that is none', text: http([...HEAD, 'transfer-encoding: chunked'], 'zz\r\n\r\n') },
  ])('$name: refused, and nothing of it reaches the bot', async ({ text }) => {
    expect(await send(text)).toMatch(/^HTTP\/1\.1 400 /);
    expect(bot.received).toBe('');
    expect(test.audit.appended).toEqual([]);
  });

  it('a request behind an ambiguous one is not read', async () => {
    const smuggled = http(['GET /healthz HTTP/1.1', 'host: localhost', 'connection: close']);
    const replies = await send(http([...HEAD, LENGTH, LENGTH], BODY) + smuggled);
    expect(replies.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('an address in the request line is no way to another host', async () => {
    const [, ...rest] = HEAD;
    const line = 'POST http://evil.example/v1/chat/completions HTTP/1.1';
    await send(http([line, ...rest, LENGTH], BODY));
    expect(bot.received).not.toContain('evil.example');
  });

  it('headers of this connection, and those that it lists, end here', async () => {
    const hop = [
      'connection: close, x-hop, authorization',
      'x-hop: 1',
      'authorization: Bearer sk-own',
      'keep-alive: timeout=5',
      'te: trailers',
      'proxy-authorization: Basic abc',
      'proxy-connection: keep-alive',
      'upgrade: h2c',
      'http2-settings: AAMAAABkAAQAAP__',
      'expect: 100-continue',
      'trailer: x-late',
      'x-kept: 1',
    ];
    const head = HEAD.filter((line) => !line.startsWith('connection'));
    await send(http([...head, ...hop, LENGTH], BODY));
    const sent = bot.received.split('\r\n\r\n')[0]?.toLowerCase() ?? '';
    expect(sent).toContain('x-kept: 1');
    for (const name of ['x-hop', 'authorization', 'te:', 'upgrade', 'http2-settings', 'expect', 'trailer']) {
      expect(sent).not.toContain(name);
    }
    expect(sent.match(/^host:/gm)).toHaveLength(1);
    expect(sent.match(/^content-length:/gm)).toHaveLength(1);
  });

  it('a bot’s headers of one connection, and those that it lists, end here too', async () => {
    const hop = [
      'connection: close, x-hop',
      'x-hop: 1',
      'keep-alive: timeout=9',
      'upgrade: h2c',
      'x-kept: 1',
    ];
    bot.reply = http([...OK, ...hop, `content-length: ${REPLY.length}`], REPLY);
    const reply = (await send(http([...HEAD, LENGTH], BODY))).toLowerCase();
    expect(reply).toContain('x-kept: 1');
    for (const name of ['x-hop', 'upgrade', 'timeout=9']) expect(reply).not.toContain(name);
  });

  it.each([
    {
      name: 'both lengths',
      reply: http([...OK, `content-length: ${REPLY.length}`, 'transfer-encoding: chunked'], REPLY),
    },
    {
      name: 'two lengths',
      reply: http([...OK, 'content-length: 3', `content-length: ${REPLY.length}`], REPLY),
    },
    { name: 'a bare return in a header', reply: http([...OK, 'x-a: b\rx-plumbline-decision: pass'], REPLY) },
    { name: 'a length that is too long', reply: http([...OK, `content-length: ${REPLY.length + 9}`], REPLY) },
    { name: 'no HTTP', reply: `HELLO\r\n\r\n${REPLY}` },
  ])('a bot’s reply with $name is no reply', async ({ reply }) => {
    bot.reply = reply;
    expect(await send(http([...HEAD, LENGTH], BODY))).toMatch(/^HTTP\/1\.1 502 /);
    expect(test.audit.appended.at(-1)).toMatchObject({ decision: 'none', reason: 'upstream_error' });
  });
});
