import { describe, expect, it } from 'vitest';
import {
  deadlineAfter,
  pinoLog,
  promMetrics,
  systemClock,
  uuidIds,
} from '../../../src/adapters/system/index.js';

function linesOf(level?: 'info' | 'warn') {
  const lines: string[] = [];
  const log = pinoLog({ ...(level && { level }), destination: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('systemClock', () => {
  it('gives milliseconds since the epoch and never goes back', () => {
    const first = systemClock.nowMs();
    expect(first).toBeGreaterThan(Date.parse('2020-01-01'));
    expect(systemClock.nowMs()).toBeGreaterThanOrEqual(first);
  });
});

describe('deadlineAfter', () => {
  const never = new AbortController().signal;

  it('gives what the work comes to, and its throw', async () => {
    const deadline = deadlineAfter(60_000);
    expect(await deadline.within(async () => 7, never)).toEqual({ isLate: false, value: 7 });
    await expect(deadline.within(() => Promise.reject(new Error('x')), never)).rejects.toThrow('x');
  });

  it('calls off what is late, and waits for it no more', async () => {
    let seen: AbortSignal | null = null;
    const late = await deadlineAfter(1).within((signal) => {
      seen = signal;
      return new Promise(() => undefined);
    }, never);
    expect(late).toEqual({ isLate: true });
    expect(seen).toMatchObject({ aborted: true });
  });

  it('passes on that the caller hung up', async () => {
    const caller = new AbortController();
    const working = deadlineAfter(60_000).within(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      caller.signal,
    );
    caller.abort(new Error('gone'));
    await expect(working).rejects.toThrow('gone');
  });
});

describe('uuidIds', () => {
  it('gives UUIDs of version 7 that sort by time of making', () => {
    const ids = Array.from({ length: 1_000 }, () => uuidIds.next());
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('pinoLog', () => {
  it('writes one JSON line with level, time, message and fields', () => {
    const { log, lines } = linesOf();
    log.warn('answer escalated', { record_id: 'r1', reason: 'rewrite_failed' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-/),
      msg: 'answer escalated',
      record_id: 'r1',
      reason: 'rewrite_failed',
    });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = linesOf('warn');
    log.info('quiet');
    log.error('loud');
    expect(lines).toHaveLength(1);
  });

  it.each([
    {
      name: 'a header list',
      fields: { headers: { authorization: 'Bearer abc', cookie: 'a=hidden-cookie' } },
    },
    { name: 'headers one level down', fields: { request: { headers: { 'x-api-key': 'hidden-value' } } } },
    { name: 'a credential by name', fields: { authorization: 'hidden-value' } },
    { name: 'a key inside other words', fields: { error: 'refused: plk_hiddenhiddenhiddenhiddenhidden' } },
    { name: 'a bearer token inside a message', fields: { error: 'sent Bearer hidden0123456789hidden' } },
  ])('$name never reaches a line', ({ fields }) => {
    const { log, lines } = linesOf();
    log.error('a request failed', fields);
    expect(lines[0]).not.toContain('hidden-');
    expect(lines[0]).not.toContain('hiddenhidden');
    expect(lines[0]).not.toContain('abc');
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });
});

describe('promMetrics', () => {
  it('counts by labels and observes milliseconds under the prefix', async () => {
    const metrics = promMetrics({ processMetrics: false });
    metrics.count('answers_total', { decision: 'pass' });
    metrics.count('answers_total', { decision: 'pass' }, 2);
    metrics.observe('answer_duration_ms', 1.5, { endpoint: '/v1/check' });
    const { body, contentType } = await metrics.render();
    expect(contentType).toContain('text/plain');
    expect(body).toContain('plumbline_answers_total{decision="pass"} 3');
    expect(body).toContain('plumbline_answer_duration_ms_bucket{le="2",endpoint="/v1/check"} 1');
    expect(body).toContain('plumbline_answer_duration_ms_sum{endpoint="/v1/check"} 1.5');
  });

  it('other labels than the first time do not fail the caller', async () => {
    const metrics = promMetrics({ processMetrics: false });
    metrics.count('answers_total', { decision: 'pass' });
    metrics.count('answers_total', { route: 'default' });
    expect((await metrics.render()).body).toContain('plumbline_answers_total{decision=""} 1');
  });

  it('two registries in one process do not meet', async () => {
    promMetrics().count('answers_total');
    expect((await promMetrics().render()).body).not.toContain('plumbline_answers_total');
  });

  it('shows the process as well', async () => {
    expect((await promMetrics().render()).body).toContain('process_cpu_seconds_total');
  });

  it('a name that Prometheus does not take is refused', () => {
    expect(() => promMetrics({ processMetrics: false }).count('answers total')).toThrow(TypeError);
  });
});
