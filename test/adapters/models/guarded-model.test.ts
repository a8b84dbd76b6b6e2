import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type GuardedModelOptions, guardedModel } from '../../../src/adapters/models/guarded-model.js';
import { type CallOutcome, failedCall, type ModelCall } from '../../../src/adapters/models/model-call.js';
import { promMetrics } from '../../../src/adapters/system/index.js';
import type { Deadline, ModelRequest } from '../../../src/core/index.js';
import { ModelSettings } from '../../../src/schema/index.js';

const REQUEST: ModelRequest = {
  tenant: 'one',
  stage: 'judge',
  prompt: 'judge-1',
  system: '',
  user: '',
  reply_name: 'verdicts',
  reply: z.unknown(),
  vote: 0,
};
const NEVER = new AbortController().signal;
const ANSWER: CallOutcome = {
  isAnswered: true,
  value: 1,
  tokens: { input_tokens: 900, output_tokens: 100 },
};
const DOWN = failedCall('unavailable', { isPassing: true });

/** A deadline that is never over. */
const ample: Deadline = {
  within: async (run, signal) => ({ isLate: false, value: await run(signal) }),
};
/** A deadline that is over as soon as the work waits. */
const over: Deadline = {
  within: async (run, signal) => {
    run(signal).catch(() => undefined);
    return { isLate: true };
  },
};

/** A model whose calls end as scripted, the last way again and again; waits pass at once and are noted. */
const modelOf = (
  outcomes: readonly (CallOutcome | ModelCall)[],
  settings: Partial<ModelSettings> = {},
  more: Partial<GuardedModelOptions> = {},
) => {
  const time = { nowMs: 0 };
  const waits: number[] = [];
  let calls = 0;
  const model = guardedModel({
    id: 'test:model',
    call: async (request, signal) => {
      const next = outcomes[Math.min(calls, outcomes.length - 1)] ?? ANSWER;
      calls += 1;
      return typeof next === 'function' ? await next(request, signal) : next;
    },
    settings: ModelSettings.parse({ model: 'test:model', timeout_ms: 4_000, ...settings }),
    deadline: ample,
    clock: { nowMs: () => time.nowMs },
    wait: async (ms) => {
      waits.push(ms);
      time.nowMs += ms;
    },
    ...more,
  });
  return { model, time, waits, calls: () => calls };
};

describe('a call that may succeed later', () => {
  it('is made again, a little later each time', async () => {
    const { model, waits } = modelOf([DOWN, DOWN, ANSWER]);
    expect(await model.ask(REQUEST, NEVER)).toMatchObject({ isAnswered: true, cost: { calls: 3 } });
    expect(waits).toEqual([200, 400]);
  });

  it('is made again when the provider says so', async () => {
    const limited = failedCall('rate_limited', { isPassing: true, retry_after_ms: 1_500 });
    const { model, waits } = modelOf([limited, ANSWER]);
    expect((await model.ask(REQUEST, NEVER)).isAnswered).toBe(true);
    expect(waits).toEqual([1_500]);
  });

  it.each([
    {
      name: 'the provider asks for more time than there is',
      outcomes: [failedCall('rate_limited', { isPassing: true, retry_after_ms: 4_000 })],
      failure: 'rate_limited',
      calls: 1,
    },
    { name: 'the tries are over', outcomes: [DOWN], failure: 'unavailable', calls: 3 },
    { name: 'it will end the same', outcomes: [failedCall('refused')], failure: 'refused', calls: 1 },
  ])('is left when $name', async ({ outcomes, failure, calls }) => {
    const { model } = modelOf(outcomes);
    expect(await model.ask(REQUEST, NEVER)).toMatchObject({ isAnswered: false, failure, cost: { calls } });
  });
});

describe('a model that does not answer in time', () => {
  it('is late, and its call counts', async () => {
    const { model } = modelOf([() => new Promise(() => undefined)], {}, { deadline: over });
    expect(await model.ask(REQUEST, NEVER)).toMatchObject({ failure: 'late', cost: { calls: 1 } });
  });
});

describe('the circuit', () => {
  const settings = { retries: 0, circuit_failures: 2, circuit_pause_ms: 1_000 };

  it('opens after failures in a row, lets one try after the pause, and closes when that succeeds', async () => {
    const { model, time, calls } = modelOf([DOWN, DOWN, ANSWER], settings);
    await model.ask(REQUEST, NEVER);
    await model.ask(REQUEST, NEVER);
    expect(await model.ask(REQUEST, NEVER)).toMatchObject({ failure: 'circuit_open', cost: { calls: 0 } });
    time.nowMs += 1_000;
    const both = await Promise.all([model.ask(REQUEST, NEVER), model.ask(REQUEST, NEVER)]);
    expect(both.map(({ isAnswered }) => isAnswered)).toEqual([true, false]);
    expect((await model.ask(REQUEST, NEVER)).isAnswered).toBe(true);
    expect(calls()).toBe(4);
  });

  it('stays closed where the model answers, however little use the answers are', async () => {
    const { model, calls } = modelOf([failedCall('unreadable')], settings);
    for (let i = 0; i < 5; i += 1) await model.ask(REQUEST, NEVER);
    expect(calls()).toBe(5);
  });

  it('is not judged by a call that was called off', async () => {
    const abort = new AbortController();
    const gone: ModelCall = async () => {
      abort.abort(new Error('hung up'));
      throw abort.signal.reason;
    };
    const { model, time } = modelOf([DOWN, DOWN, gone, ANSWER], settings);
    await model.ask(REQUEST, NEVER);
    await model.ask(REQUEST, NEVER);
    time.nowMs += 1_000;
    await expect(model.ask(REQUEST, abort.signal)).rejects.toThrow('hung up');
    expect((await model.ask(REQUEST, NEVER)).isAnswered).toBe(true);
  });
});

describe('a tenant’s budget', () => {
  it('ends with its day’s tokens, for that tenant and that day alone', async () => {
    const { model, time } = modelOf([ANSWER], { tokens_per_day: 1_500 });
    const ask = (tenant: string) => model.ask({ ...REQUEST, tenant }, NEVER);
    expect((await ask('one')).isAnswered).toBe(true);
    expect((await ask('one')).isAnswered).toBe(true);
    expect(await ask('one')).toMatchObject({ failure: 'over_budget', cost: { calls: 0 } });
    expect((await ask('two')).isAnswered).toBe(true);
    time.nowMs += 86_400_000;
    expect((await ask('one')).isAnswered).toBe(true);
  });
});

describe('calls at once', () => {
  it('are as many as allowed; the others wait in line', async () => {
    const ends: (() => void)[] = [];
    const slow: ModelCall = () => new Promise((resolve) => ends.push(() => resolve(ANSWER)));
    const { model, calls } = modelOf([slow], { concurrency: 2 });
    const asked = [1, 2, 3].map(() => model.ask(REQUEST, NEVER));
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    await settle();
    expect(calls()).toBe(2);
    ends[0]?.();
    await settle();
    expect(calls()).toBe(3);
    ends[1]?.();
    ends[2]?.();
    expect((await Promise.all(asked)).every(({ isAnswered }) => isAnswered)).toBe(true);
  });

  it('let go of one that is called off in line', async () => {
    const { model, calls } = modelOf([() => new Promise(() => undefined)], { concurrency: 1 });
    void model.ask(REQUEST, NEVER);
    const abort = new AbortController();
    const waiting = model.ask(REQUEST, abort.signal);
    abort.abort(new Error('hung up'));
    await expect(waiting).rejects.toThrow('hung up');
    expect(calls()).toBe(1);
  });
});

describe('what was spent', () => {
  it('is priced and counted by stage', async () => {
    const metrics = promMetrics({ processMetrics: false });
    const { model } = modelOf(
      [ANSWER, failedCall('refused')],
      { price_per_million: { input: 2, output: 10 } },
      { metrics },
    );
    expect((await model.ask(REQUEST, NEVER)).cost).toMatchObject({
      input_tokens: 900,
      output_tokens: 100,
      cost: 0.0028,
    });
    await model.ask(REQUEST, NEVER);
    const { body } = await metrics.render();
    expect(body).toContain('plumbline_model_requests_total{stage="judge",result="answered"} 1');
    expect(body).toContain('plumbline_model_requests_total{stage="judge",result="refused"} 1');
    expect(body).toContain('plumbline_model_tokens_total{stage="judge",direction="input"} 900');
    expect(body).toContain('plumbline_model_cost_total{stage="judge"} 0.0028');
  });

  it('has no price without one', async () => {
    expect((await modelOf([ANSWER]).model.ask(REQUEST, NEVER)).cost.cost).toBeNull();
  });
});
