import { afterEach, describe, expect, it } from 'vitest';
import { promMetrics } from '../../../src/adapters/system/index.js';
import { type Deadline, groundAnswer } from '../../../src/core/index.js';
import type { ClaimGrader } from '../../../src/core/verification/judge/index.js';
import type { Claim, FailMode } from '../../../src/schema/index.js';
import { graderAt, JETTY, NEVER, SERVICES, type ServiceCase } from '../../support/grader-services.js';
import { boatsIndex, claimOf, gradingRequest } from '../../support/grading-request.js';
import { groundingRequest } from '../../support/grounding-request.js';
import { type StubServer, startStub, type Trouble } from '../../support/stub-server.js';
import { undecided } from '../../support/verdicts.js';

let server: StubServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const start = async (service: ServiceCase): Promise<StubServer> => {
  server = await startStub((call) => ({ status: 200, body: service.supports(call) }));
  return server;
};

/** A deadline that is over once the call has arrived. */
const overOnArrival = (arrived: () => boolean) => (): Deadline => ({
  within: async (run, signal) => {
    const bounded = new AbortController();
    const running = run(AbortSignal.any([signal, bounded.signal])).catch(() => undefined);
    while (!arrived()) await new Promise((resolve) => setImmediate(resolve));
    bounded.abort();
    await running;
    return { isLate: true };
  },
});

/** Where a reply of each service holds its score, or what stands for it. */
const SCORE: Record<ServiceCase['kind'], RegExp> = {
  bedrock: /"score":0\.97/,
  azure: /"ungroundedPercentage":0/,
  vertex: /"score":0\.96/,
  lettucedetect: /"hallucination_score":0\.012/,
  http: /"supported":0\.96/,
};

interface Failure {
  name: string;
  /** What goes wrong, each time it is tried. */
  trouble?: Trouble;
  /** What the reply is turned into. */
  reply?: (right: string, service: ServiceCase) => string;
  isSilent?: boolean;
  failure: string;
  calls: number;
}

const withScore =
  (value: string): NonNullable<Failure['reply']> =>
  (right, { kind }) =>
    right.replace(SCORE[kind], (field) => field.replace(/[\d.]+$/, value));

const FAILURES: readonly Failure[] = [
  { name: '401', trouble: { status: 401, body: { message: 'no' } }, failure: 'rejected', calls: 1 },
  { name: '403', trouble: { status: 403 }, failure: 'rejected', calls: 1 },
  { name: '404', trouble: { status: 404 }, failure: 'rejected', calls: 1 },
  { name: '422', trouble: { status: 422, body: { detail: [] } }, failure: 'rejected', calls: 1 },
  {
    name: 'a redirect',
    trouble: { status: 307, headers: { location: 'https://evil.example/' } },
    failure: 'rejected',
    calls: 1,
  },
  {
    name: '429 that asks for more time than there is',
    trouble: { status: 429, headers: { 'retry-after': '30' } },
    failure: 'rate_limited',
    calls: 1,
  },
  { name: '429 again and again', trouble: { status: 429 }, failure: 'rate_limited', calls: 3 },
  { name: '500 again and again', trouble: { status: 500 }, failure: 'unavailable', calls: 3 },
  { name: '503 with a page', trouble: { status: 503, body: '<html>' }, failure: 'unavailable', calls: 3 },
  { name: 'a connection that breaks off', trouble: 'reset', failure: 'unavailable', calls: 3 },
  { name: 'no answer in time', trouble: 'silent', isSilent: true, failure: 'late', calls: 1 },
  {
    name: 'a content filter',
    trouble: { status: 400, body: { error: { code: 'content_filter', message: 'no' } } },
    failure: 'filtered',
    calls: 1,
  },
  { name: 'a page in place of JSON', trouble: 'malformed', failure: 'unreadable', calls: 1 },
  { name: 'truncated JSON', reply: (right) => right.slice(0, -9), failure: 'unreadable', calls: 1 },
  { name: 'an empty body', reply: () => '', failure: 'unreadable', calls: 1 },
  { name: 'an empty object', reply: () => '{}', failure: 'unreadable', calls: 1 },
  { name: 'a list', reply: (right) => `[${right}]`, failure: 'unreadable', calls: 1 },
  { name: 'null', reply: () => 'null', failure: 'unreadable', calls: 1 },
  { name: 'NaN', reply: withScore('NaN'), failure: 'unreadable', calls: 1 },
  { name: 'a score above 1', reply: withScore('1.2'), failure: 'unreadable', calls: 1 },
  { name: 'a score below 0', reply: withScore('-0.2'), failure: 'unreadable', calls: 1 },
  { name: 'a score that is a word', reply: withScore('"high"'), failure: 'unreadable', calls: 1 },
  { name: 'a score that is null', reply: withScore('null'), failure: 'unreadable', calls: 1 },
];

const FAIL_MODES: readonly FailMode[] = ['closed', 'escalate', 'open_and_mark'];
const ACTIONS: Record<FailMode, string> = { closed: 'block', escalate: 'escalate', open_and_mark: 'pass' };

const failingGrader = async (service: ServiceCase, { trouble, reply, isSilent }: Failure) => {
  const stub = await startStub((call) => {
    const right = JSON.stringify(service.supports(call));
    return { status: 200, body: reply === undefined ? right : reply(right, service) };
  });
  server = stub;
  if (trouble !== undefined) for (let i = 0; i < 5; i += 1) stub.meets(/./, trouble);
  const opened = graderAt(
    service,
    stub.url,
    isSilent === true ? { deadlineAfter: overOnArrival(() => stub.calls.length > 0) } : {},
  );
  return { ...opened, calls: stub.calls };
};

const answered = async (grader: ClaimGrader, fail_mode: FailMode) =>
  await groundAnswer(groundingRequest({ fail_mode }), JETTY, {
    knowledge: { index: await boatsIndex() },
    verify: async ({ text, start_char, end_char }: Claim) => undecided({ text, start_char, end_char }),
    models: { stages: [{ grader, claims: 'not_verified', evidence_chars: 4_000 }], group_chars: 1 },
  });

describe.each(SERVICES)('$kind', (service) => {
  it('verifies what it supports', async () => {
    const { url } = await start(service);
    const { outcome } = await answered(graderAt(service, url).grader, 'closed');
    expect(outcome).toMatchObject({ decision: 'pass', claims: [{ band: 'verified' }] });
  });

  const cells = FAILURES.flatMap((failure) => FAIL_MODES.map((fail_mode) => ({ ...failure, fail_mode })));
  it.each(cells)('$name under $fail_mode is never support', async ({ fail_mode, ...failure }) => {
    const { grader, calls } = await failingGrader(service, failure);
    const { outcome, models } = await answered(grader, fail_mode);
    expect(outcome).toMatchObject({
      decision: ACTIONS[fail_mode],
      reason: `check_failed:grader_${failure.failure}`,
      claims: [{ label: 'unsupported', band: 'not_verified' }],
    });
    expect(calls).toHaveLength(failure.calls);
    expect(models?.[0]).toMatchObject({ stage: 'grader', calls: failure.calls, failures: 1 });
  });

  it('waits as long as it is asked to, and tries again', async () => {
    const stub = await start(service);
    stub.meets(/./, { status: 429, headers: { 'retry-after': '2' } });
    const { grader, waits } = graderAt(service, stub.url);
    const { grades, use } = await grader.grade(await gradingRequest([claimOf(JETTY)]), NEVER);
    expect(grades[0]).toMatchObject({ label: 'supported' });
    expect(waits).toEqual([2_000]);
    expect(use).toMatchObject({ calls: 2, failures: 0 });
  });

  it('is left alone after failures in a row, and tried again after a pause', async () => {
    const stub = await start(service);
    for (let i = 0; i < 2; i += 1) stub.meets(/./, { status: 401 });
    const { grader, time } = graderAt(service, stub.url, {
      over: { circuit_failures: 2, circuit_pause_ms: 1_000 },
    });
    const request = await gradingRequest([claimOf(JETTY)]);
    const ends: unknown[] = [];
    const grade = async () => ends.push((await grader.grade(request, NEVER)).grades[0]);
    await grade();
    await grade();
    await grade();
    expect(stub.calls).toHaveLength(2);
    time.nowMs += 1_000;
    await grade();
    expect(ends).toMatchObject([
      { failure: 'grader_rejected' },
      { failure: 'grader_rejected' },
      { failure: 'grader_circuit_open' },
      { label: 'supported' },
    ]);
  });

  it('is called off with the request', async () => {
    const stub = await start(service);
    stub.meets(/./, 'silent');
    const abort = new AbortController();
    const { grader } = graderAt(service, stub.url);
    const graded = grader.grade(await gradingRequest([claimOf(JETTY)]), abort.signal);
    const ended = expect(graded).rejects.toThrow('hung up');
    while (stub.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('hung up'));
    await ended;
  });

  it('is counted without a word of the answer', async () => {
    const stub = await start(service);
    stub.meets(/./, { status: 400, body: { message: JETTY } });
    const metrics = promMetrics({ processMetrics: false });
    const { grader } = graderAt(service, stub.url, { metrics });
    const { grades } = await grader.grade(await gradingRequest([claimOf(JETTY)]), NEVER);
    const { body } = await metrics.render();
    expect(body).toContain('plumbline_model_requests_total{stage="grader",result="rejected"} 1');
    expect(body + JSON.stringify(grades)).not.toContain('jetty');
  });
});
