import { describe, expect, it } from 'vitest';
import { type StatsQuestion, statsOf } from '../../../src/core/figures/index.js';
import type { HandoffTimes } from '../../../src/core/ports.js';
import { MemoryFigures } from '../../support/memory-figures.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const at = (iso: string): number => Date.parse(iso);

const handoff = (created: string, changes: Partial<HandoffTimes> = {}): HandoffTimes => {
  const created_at_ms = at(created);
  return {
    hour_ms: Math.floor(created_at_ms / HOUR_MS) * HOUR_MS,
    route: 'default',
    bot: 'default',
    language: 'en',
    state: 'waiting',
    reason: 'customer_asked',
    created_at_ms,
    claimed_at_ms: null,
    first_reply_at_ms: null,
    ended_at_ms: null,
    ...changes,
  };
};

const resolved = (created: string, minutes: { claim: number; reply: number; end: number }): HandoffTimes =>
  handoff(created, {
    state: 'resolved',
    claimed_at_ms: at(created) + minutes.claim * MINUTE_MS,
    first_reply_at_ms: at(created) + minutes.reply * MINUTE_MS,
    ended_at_ms: at(created) + minutes.end * MINUTE_MS,
  });

const ask = async (
  counted: Partial<MemoryFigures['counted']>,
  question: Partial<StatsQuestion> = {},
  { nowMs = at('2026-03-02T00:00:00Z'), timezone = 'UTC' } = {},
) => {
  const figures = new MemoryFigures();
  Object.assign(figures.counted, counted);
  return await statsOf(
    { tenant: 'acme', from: '2026-03-01', to: '2026-03-01', group_by: null, ...question },
    { figures, timezone, containmentTarget: 0.67, nowMs },
  );
};

describe('shares', () => {
  it('containment that nobody verified is told apart from the grounded share', async () => {
    const { totals, containment_target } = await ask({
      conversations: [
        { key: 'default', outcome: 'grounded', count: 40 },
        { key: 'default', outcome: 'not_verified', count: 30 },
        { key: 'default', outcome: 'wrong_risk', count: 10 },
        { key: 'default', outcome: 'no_claim', count: 5 },
        { key: 'default', outcome: 'escalated', count: 10 },
        { key: 'default', outcome: 'blocked', count: 5 },
      ],
    });
    expect(totals.conversations).toMatchObject({ total: 100, contained_share: 0.85, grounded_share: 0.4 });
    expect(containment_target).toBe(0.67);
  });

  it('answers of people, unchecked and missing ones are no answers of bots', async () => {
    const { totals } = await ask({
      answers: [
        { key: 'default', outcome: 'grounded', reason: 'grounded', count: 6 },
        { key: 'default', outcome: 'rewritten', reason: 'contradicted', count: 2 },
        { key: 'default', outcome: 'escalated', reason: 'customer_asked', count: 2 },
        { key: 'default', outcome: 'with_person', reason: 'with_person', count: 50 },
        { key: 'default', outcome: 'unchecked', reason: 'unchecked_endpoint', count: 7 },
        { key: 'default', outcome: 'no_answer', reason: 'upstream_error', count: 3 },
      ],
    });
    expect(totals.answers).toMatchObject({
      total: 10,
      contained_share: 0.8,
      grounded_share: 0.8,
      rewritten_share: 0.2,
      escalated_share: 0.2,
    });
    expect(totals.answers.by_outcome.with_person).toBe(50);
    expect(totals.answers.reasons[0]).toEqual({ outcome: 'with_person', reason: 'with_person', answers: 50 });
  });

  it('of nothing there is no share', async () => {
    const { totals, groups } = await ask({});
    expect(totals.answers).toMatchObject({ total: 0, contained_share: null, grounded_share: null });
    expect(totals.conversations.contained_share).toBeNull();
    expect(totals.handoffs).toMatchObject({
      opened: 0,
      time_to_claim: { cases: 0, p50_s: null, p90_s: null },
    });
    expect(groups).toEqual([]);
  });
});

describe('times of handoffs', () => {
  it('are the nearest ranks of those that came so far', async () => {
    const handoffs = [
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((minute) =>
        resolved('2026-03-01T10:00:00Z', { claim: minute, reply: minute + 1, end: minute + 10 }),
      ),
      handoff('2026-03-01T11:00:00Z'),
    ];
    const { totals } = await ask({ handoffs });
    expect(totals.handoffs).toMatchObject({
      opened: 11,
      claimed: 10,
      replied: 10,
      time_to_claim: { cases: 10, p50_s: 300, p90_s: 540 },
      time_to_first_reply: { cases: 10, p50_s: 360, p90_s: 600 },
      time_to_resolution: { cases: 10, p50_s: 900, p90_s: 1_140 },
      by_state: { waiting: 1, resolved: 10 },
    });
  });

  it('one that expired or was cancelled was not resolved', async () => {
    const ended_at_ms = at('2026-03-01T12:00:00Z');
    const handoffs = [
      handoff('2026-03-01T10:00:00Z', { state: 'expired', ended_at_ms }),
      handoff('2026-03-01T10:00:00Z', { state: 'cancelled', ended_at_ms }),
    ];
    expect((await ask({ handoffs })).totals.handoffs.time_to_resolution.cases).toBe(0);
  });

  it('reasons are counted without their details', async () => {
    const handoffs = ['legal_right:dispute', 'legal_right:refund', 'loop'].map((reason) =>
      handoff('2026-03-01T10:00:00Z', { reason }),
    );
    expect((await ask({ handoffs })).totals.handoffs.reasons).toEqual([
      { reason: 'legal_right', handoffs: 2 },
      { reason: 'loop', handoffs: 1 },
    ]);
  });

  it('offers are accepted, declined or open', async () => {
    const place = { hour_ms: at('2026-03-01T10:00:00Z'), route: 'default', bot: 'default', language: 'en' };
    const offers = (['accepted', 'accepted', 'declined', null] as const).map((answer) => ({
      ...place,
      answer,
    }));
    const { totals } = await ask({ offers });
    expect(totals.handoffs.offers).toEqual({ offered: 4, accepted: 2, declined: 1 });
  });
});

describe('the backlog', () => {
  it('is the mean over the time that has passed, and the most at once', async () => {
    const handoffs = [
      // Two hours, one of them together.
      resolved('2026-03-01T10:00:00Z', { claim: 120, reply: 121, end: 130 }),
      resolved('2026-03-01T11:00:00Z', { claim: 60, reply: 61, end: 70 }),
    ];
    const { totals } = await ask({ handoffs });
    expect(totals.handoffs.backlog.max).toBe(2);
    expect(totals.handoffs.backlog.mean).toBeCloseTo(3 / 24);
  });

  it('a case that follows another at the same moment is not counted beside it', async () => {
    const handoffs = [
      resolved('2026-03-01T10:00:00Z', { claim: 30, reply: 31, end: 32 }),
      resolved('2026-03-01T10:30:00Z', { claim: 30, reply: 31, end: 32 }),
    ];
    expect((await ask({ handoffs })).totals.handoffs.backlog.max).toBe(1);
  });

  it('counts a case that was opened before the period and waits on, though not as opened in it', async () => {
    const handoffs = [handoff('2026-02-27T10:00:00Z')];
    const { totals } = await ask({ handoffs }, {}, { nowMs: at('2026-03-01T12:00:00Z') });
    expect(totals.handoffs).toMatchObject({ opened: 0, backlog: { mean: 1, max: 1 } });
  });

  it('by hour of the day says when people are short', async () => {
    const handoffs = [
      resolved('2026-03-01T10:00:00Z', { claim: 60, reply: 61, end: 62 }),
      resolved('2026-03-02T10:00:00Z', { claim: 60, reply: 61, end: 62 }),
      resolved('2026-03-02T10:00:00Z', { claim: 60, reply: 61, end: 62 }),
    ];
    const { groups } = await ask(
      { handoffs },
      { to: '2026-03-02', group_by: 'hour' },
      { nowMs: at('2026-03-04T00:00:00Z') },
    );
    expect(groups).toHaveLength(24);
    expect(groups[10]).toMatchObject({
      key: '10',
      figures: { handoffs: { opened: 3, backlog: { mean: 1.5, max: 2 } } },
    });
    expect(groups[11]?.figures.handoffs.backlog.mean).toBe(0);
  });

  it('agents are people, counted once an hour', async () => {
    const place = { route: 'default', bot: 'default', language: 'en' };
    const agents = [
      { ...place, hour_ms: at('2026-03-01T10:00:00Z'), agent_id: 'dana' },
      { ...place, language: 'fr', hour_ms: at('2026-03-01T10:00:00Z'), agent_id: 'dana' },
      { ...place, hour_ms: at('2026-03-01T10:00:00Z'), agent_id: 'lee' },
      { ...place, hour_ms: at('2026-03-01T11:00:00Z'), agent_id: 'lee' },
    ];
    expect((await ask({ agents })).totals.handoffs.agents).toEqual({ mean: 1.5, max: 2 });
  });
});

describe('groups', () => {
  const grounded = (key: string | number, count: number) => ({ key, outcome: 'grounded' as const, count });

  it('days are local days, with those on which nothing happened', async () => {
    const conversations = [
      grounded(at('2026-03-01T04:00:00Z'), 1),
      grounded(at('2026-03-01T05:00:00Z'), 2),
      grounded(at('2026-03-03T04:00:00Z'), 4),
    ];
    const { groups } = await ask(
      { conversations },
      { from: '2026-02-28', to: '2026-03-02', group_by: 'day' },
      { timezone: 'America/Toronto' },
    );
    expect(groups.map(({ key, figures }) => [key, figures.conversations.total])).toEqual([
      ['2026-02-28', 1],
      ['2026-03-01', 2],
      ['2026-03-02', 4],
    ]);
  });

  it.each([
    { name: 'the day on which clocks go forward has 23 hours', day: '2026-03-08', hours: 23 },
    { name: 'the day on which they go back has 25', day: '2026-11-01', hours: 25 },
  ])('$name', async ({ day, hours }) => {
    const nowMs = at('2027-01-01T00:00:00Z');
    const always = [handoff('2026-03-01T00:00:00Z', { created_at_ms: 0 })];
    const { totals } = await ask(
      { handoffs: always, conversations: [] },
      { from: day, to: day },
      { nowMs, timezone: 'America/Toronto' },
    );
    expect(totals.handoffs.backlog).toEqual({ mean: 1, max: 1 });
    const figures = new MemoryFigures();
    const spans: number[] = [];
    figures.answers = async (query?: { from_ms: number; until_ms: number }) => {
      spans.push(((query?.until_ms ?? 0) - (query?.from_ms ?? 0)) / HOUR_MS);
      return [];
    };
    await statsOf(
      { tenant: 'acme', from: day, to: day, group_by: 'hour' },
      { figures, timezone: 'America/Toronto', containmentTarget: null, nowMs },
    );
    expect(spans).toEqual([hours]);
  });

  it('bots, routes and languages come with the most conversations first', async () => {
    const { groups } = await ask(
      { conversations: [grounded('small', 1), grounded('large', 9), grounded('', 1)] },
      { group_by: 'bot' },
    );
    expect(groups.map(({ key }) => key)).toEqual(['large', '', 'small']);
  });

  it('cases and people stand beside their bot’s answers', async () => {
    const handoffs = [
      resolved('2026-03-01T10:00:00Z', { claim: 1, reply: 2, end: 3 }),
      { ...resolved('2026-03-01T10:00:00Z', { claim: 1, reply: 2, end: 3 }), bot: 'other' },
    ];
    const { groups } = await ask({ handoffs, conversations: [grounded('default', 5)] }, { group_by: 'bot' });
    expect(groups.map(({ key, figures }) => [key, figures.handoffs.opened])).toEqual([
      ['default', 1],
      ['other', 1],
    ]);
  });
});

describe('now', () => {
  it('says how long the oldest has waited', async () => {
    const nowMs = at('2026-03-02T00:00:00Z');
    const queue = { waiting: 3, claimed: 1, oldest_waiting_at_ms: nowMs - 90_000 };
    expect((await ask({ queue }, {}, { nowMs })).now).toEqual({ waiting: 3, claimed: 1, oldest_wait_s: 90 });
    expect((await ask({})).now).toEqual({ waiting: 0, claimed: 0, oldest_wait_s: null });
  });
});
