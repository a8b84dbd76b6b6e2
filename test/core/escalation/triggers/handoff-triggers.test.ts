import { describe, expect, it } from 'vitest';
import { handoffTriggers, type TriggerInput } from '../../../../src/core/escalation/index.js';
import { TriggersConfig, TriggersOverride, triggersOfRoute } from '../../../../src/schema/index.js';

const settings = TriggersConfig.parse({});
const turn = (over: Partial<TriggerInput>): TriggerInput => ({
  text: 'What does a second bag cost?',
  earlier: [],
  language: 'en',
  counters: { blocked: 0, rewritten: 0 },
  ...over,
});
const asked = (...texts: string[]): TriggerInput['earlier'] => texts.map((text) => ({ text, answer: null }));

describe('answers that were blocked or rewritten', () => {
  it.each([
    { name: 'none leads to nothing', counters: { blocked: 0, rewritten: 0 }, count: 3, reason: undefined },
    {
      name: 'one fewer than the count leads to nothing',
      counters: { blocked: 1, rewritten: 1 },
      count: 3,
      reason: undefined,
    },
    {
      name: 'blocked ones count',
      counters: { blocked: 3, rewritten: 0 },
      count: 3,
      reason: 'repeated_blocks',
    },
    {
      name: 'rewritten ones count',
      counters: { blocked: 0, rewritten: 3 },
      count: 3,
      reason: 'repeated_blocks',
    },
    {
      name: 'both count together',
      counters: { blocked: 1, rewritten: 2 },
      count: 3,
      reason: 'repeated_blocks',
    },
    {
      name: 'more than the count escalates as well',
      counters: { blocked: 9, rewritten: 9 },
      count: 3,
      reason: 'repeated_blocks',
    },
    {
      name: 'the count is a setting',
      counters: { blocked: 1, rewritten: 0 },
      count: 1,
      reason: 'repeated_blocks',
    },
    {
      name: 'a higher count waits longer',
      counters: { blocked: 2, rewritten: 2 },
      count: 5,
      reason: undefined,
    },
  ])('$name', ({ counters, count, reason }) => {
    const own = triggersOfRoute(settings, { repeated_blocks: { count } });
    expect(handoffTriggers(turn({ counters }), own).escalate?.reason).toBe(reason);
  });

  it('say how many they were', () => {
    const { escalate, matched } = handoffTriggers(turn({ counters: { blocked: 2, rewritten: 2 } }), settings);
    expect(escalate).toEqual({ reason: 'repeated_blocks', detail: '4' });
    expect(matched).toEqual([
      {
        trigger: 'repeated_blocks',
        reason: 'repeated_blocks',
        phrase: null,
        start_char: 0,
        end_char: 0,
        score: 4,
        action: 'escalate',
      },
    ]);
  });
});

describe('what a finding leads to', () => {
  const again = turn({
    text: 'Where is my refund?',
    earlier: asked('Where is my refund?', 'where is my refund'),
  });

  it('an escalation leaves no offer beside it', () => {
    const { escalate, offer } = handoffTriggers(again, settings);
    expect(escalate?.reason).toBe('loop');
    expect(offer).toBeNull();
  });

  it('a trigger that is set to offer lets the answer go out', () => {
    const { escalate, offer } = handoffTriggers(
      again,
      triggersOfRoute(settings, { loop: { action: 'offer' } }),
    );
    expect(escalate).toBeNull();
    expect(offer).toEqual({ reason: 'loop', score: 3 });
  });

  it('a trigger that is off leads to nothing, and what it saw is still told', () => {
    const { escalate, offer, matched } = handoffTriggers(
      again,
      triggersOfRoute(settings, { loop: { action: 'off' } }),
    );
    expect([escalate, offer]).toEqual([null, null]);
    expect(matched.map(({ reason, action }) => [reason, action])).toEqual([['loop', 'off']]);
  });
});

describe('settings of a route', () => {
  it('lie over those of handoff.triggers, one by one', () => {
    const base = TriggersConfig.parse({ loop: { count: 5 }, frustration: { score_min: 4 } });
    const own = TriggersOverride.parse({ loop: { action: 'offer' }, distress: { bereavement: 'escalate' } });
    expect(triggersOfRoute(base, own)).toEqual({
      ...base,
      loop: { ...base.loop, action: 'offer' },
      distress: { ...base.distress, bereavement: 'escalate' },
    });
  });

  it('that are left out change nothing', () =>
    expect(triggersOfRoute(settings, undefined)).toEqual(settings));

  it.each([
    { shouting: 'offer' },
    { loop: { counts: 3 } },
    { loop: { count: 1 } },
    { frustration: { action: 'block' } },
  ])('refuse %j', (own) => expect(TriggersOverride.safeParse(own).success).toBe(false));
});
