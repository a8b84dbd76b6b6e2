import { beforeEach, describe, expect, it } from 'vitest';
import { SseParser } from '../../../src/http/sse.js';
import { SYSTEM } from '../../support/handoffs.js';
import { type TestApp, testApp } from '../../support/http-app.js';

let test: TestApp;
const as = (key: string) => ({ 'x-plumbline-key': key });

const openCase = async (id: string, tenant = 'acme') =>
  await test.handoffs.open({
    tenant,
    route: 'default',
    conversation_id: id,
    id,
    record_id: 'r1',
    reason: 'contradicted',
    priority: 'normal',
    language: 'en',
    expires_at_ms: null,
    customer_digest: null,
    at_ms: 1_000,
    actor: SYSTEM,
    reference: null,
    text: 'Hello?',
    data: {},
  });

/** A stream whose events are read one by one. */
const listen = async (path: string, headers: Record<string, string> = {}) => {
  const stop = new AbortController();
  const response = await test.app.request(path, {
    headers: { ...as('plk_marie'), ...headers },
    signal: stop.signal,
  });
  const reader = response.body?.getReader();
  const parser = new SseParser();
  const found: { id: string | null; event: string | null; data: string }[] = [];
  const next = async () => {
    while (found.length === 0) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return null;
      for (const event of parser.push(chunk.value)) if (event.kind === 'event') found.push(event);
    }
    return found.shift() ?? null;
  };
  expect(await next()).toMatchObject({ event: 'hello' });
  return { response, next, stop: () => stop.abort() };
};

beforeEach(async () => {
  test = testApp({ config: { handoff: { channel: 'desk' } } });
  await test.keys.create('plk_marie', { role: 'agent', name: 'Marie' });
});

describe('GET /api/handoffs/stream', () => {
  it('tells what happens as it happens, with the case as it then is', async () => {
    const stream = await listen('/api/handoffs/stream');
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    await openCase('h1');
    const opened = await stream.next();
    expect(opened).toMatchObject({ event: 'opened', id: '1' });
    expect(JSON.parse(opened?.data ?? '')).toMatchObject({
      event: { kind: 'opened', handoff_id: 'h1' },
      handoff: { id: 'h1', state: 'waiting' },
    });
    await test.post('/api/handoffs/h1/claim', {}, as('plk_marie'));
    expect(await stream.next()).toMatchObject({ event: 'claimed', id: '2' });
    stream.stop();
  });

  it('goes on where it was cut, without a gap and without saying anything twice', async () => {
    await openCase('h1');
    await openCase('h2');
    await openCase('h3');
    const stream = await listen('/api/handoffs/stream', { 'last-event-id': '1' });
    expect([(await stream.next())?.id, (await stream.next())?.id]).toEqual(['2', '3']);
    stream.stop();
  });

  it('starts with what is yet to come', async () => {
    await openCase('h1');
    const stream = await listen('/api/handoffs/stream');
    await openCase('h2');
    expect(await stream.next()).toMatchObject({ id: '2' });
    stream.stop();
  });

  it('tells of what another process wrote when its turn to ask comes', async () => {
    const silent = { subscribe: () => () => undefined };
    test = testApp({ config: { handoff: { channel: 'desk' } }, deps: { feed: silent } });
    await test.keys.create('plk_marie', { role: 'agent' });
    const stream = await listen('/api/handoffs/stream');
    await openCase('h1');
    test.tick();
    expect(await stream.next()).toMatchObject({ event: 'opened' });
    stream.stop();
  });

  it('never tells of another tenant', async () => {
    const stream = await listen('/api/handoffs/stream');
    await openCase('h1', 'globex');
    await openCase('h2');
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({ handoff: { id: 'h2' } });
    stream.stop();
  });

  it('lets go of its timers when the reader goes away', async () => {
    const stream = await listen('/api/handoffs/stream');
    expect(test.keepAlives()).toBeGreaterThan(0);
    stream.stop();
    expect(test.keepAlives()).toBe(0);
  });
});
