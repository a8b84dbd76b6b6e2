import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, DONE, frame, streamed } from '../support/http-app.js';
import { closeAll, startProxied, streamFrames } from '../support/real-clients.js';

afterEach(closeAll);

/** A client that reads nothing until it is told to. */
const call = async (origin: string): Promise<{ sent: ClientRequest; response: IncomingMessage }> => {
  const sent = request(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip, br' },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(ask('May I?', { stream: true })));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  return { sent, response };
};

describe('a stream on the wire', () => {
  it('is neither compressed nor buffered by proxies that keep to its headers', async () => {
    const { origin } = await startProxied((_, reply) => {
      streamFrames(reply, streamed('RIGHT.'));
      reply.end();
    });
    const { response } = await call(origin);
    response.resume();
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(response.headers['content-length']).toBeUndefined();
  });

  it('whose reader hangs up cancels the bot within 100 ms, and the record says so', async () => {
    const waits: number[] = [];
    let hungUpAt = 0;
    const { origin, audit } = await startProxied((_, reply) => {
      streamFrames(reply, [frame({ role: 'assistant', content: 'RIGHT. ' }), frame({ content: 'Half' })]);
      reply.on('close', () => waits.push(performance.now() - hungUpAt));
    });
    for (let count = 1; count <= 3; count += 1) {
      const { sent, response } = await call(origin);
      await once(response, 'data');
      hungUpAt = performance.now();
      sent.destroy();
      await expect.poll(() => waits.length).toBe(count);
    }
    // The best of three: the others may have waited for a busy machine.
    expect(Math.min(...waits)).toBeLessThan(100);
    await expect
      .poll(() => audit.appended.filter((record) => record.reason === 'client_closed').length)
      .toBe(3);
    expect(audit.appended.at(-1)?.choices[0]).toMatchObject({
      answer: 'RIGHT. ',
      withheld: [{ start_char: 7 }],
    });
  });

  it('is read from the bot no faster than its reader reads', async () => {
    const call1 = { index: 0, function: { arguments: 'x'.repeat(64_000) } };
    const total = 1_500;
    let written = 0;
    const { origin } = await startProxied(async (_, reply) => {
      streamFrames(reply, [frame({ role: 'assistant', tool_calls: [{ ...call1, id: 'c1' }] })]);
      while (written < total && !reply.destroyed) {
        written += 1;
        if (!reply.write(frame({ tool_calls: [call1] }))) await once(reply, 'drain');
      }
      reply.end(frame({}, { finish_reason: 'tool_calls' }) + DONE);
    });
    const { response } = await call(origin);
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = written === before;
          before = written;
          return isStill;
        },
        { interval: 200, timeout: 10_000 },
      )
      .toBe(true);
    expect(written).toBeLessThan(total / 2);
    let length = 0;
    for await (const chunk of response) length += (chunk as Buffer).length;
    expect(written).toBe(total);
    expect(length).toBeGreaterThan(total * 64_000);
  });
});
