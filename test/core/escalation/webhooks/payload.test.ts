import { describe, expect, it } from 'vitest';
import { webhookPayload } from '../../../../src/core/escalation/index.js';
import { type HandoffEvent, HandoffEventKind } from '../../../../src/schema/index.js';
import { handoffOf } from '../../../support/handoffs.js';

const handoff = handoffOf({ id: 'h1', version: 5, state: 'claimed', agent: { id: 'ada', name: 'Ada' } });

const event = (kind: HandoffEventKind, more: Partial<HandoffEvent> = {}): HandoffEvent => ({
  schema_version: 1,
  seq: 12,
  tenant: 'default',
  route: 'default',
  conversation_id: 'talk',
  handoff_id: 'h1',
  version: 3,
  kind,
  at_ms: Date.parse('2026-03-01T09:05:00Z'),
  actor: { type: 'agent', id: 'ada', name: 'Ada' },
  text: 'You can bring it.',
  data: {},
  delivered_at_ms: null,
  ...more,
});

const SETTINGS = { include_text: false, public_url: 'https://desk.example.com/' };

describe('what a webhook says', () => {
  it('has type, time and the case, with the ways to it, and no words of anybody', () => {
    expect(webhookPayload(event('person_message'), handoff, SETTINGS)).toEqual({
      type: 'handoff.replied',
      timestamp: '2026-03-01T09:05:00.000Z',
      data: {
        handoff: {
          id: 'h1',
          version: 3,
          state: 'claimed',
          reason: 'customer_asked',
          priority: 'normal',
          language: 'en',
          opened_at: '2026-03-01T09:00:00.000Z',
          url: 'https://desk.example.com/console/desk/h1',
        },
        tenant: 'default',
        route: 'default',
        conversation_id: 'talk',
        record: { id: 'r1', url: 'https://desk.example.com/api/records/r1' },
        by: { type: 'agent', id: 'ada', name: 'Ada' },
      },
    });
  });

  it('has words only where the receiver is configured to be told them', () => {
    const told = webhookPayload(event('person_message'), handoff, { ...SETTINGS, include_text: true });
    expect(told?.data.text).toBe('You can bring it.');
    const silent = webhookPayload(event('expired', { text: null }), handoff, {
      ...SETTINGS,
      include_text: true,
    });
    expect(silent?.data).not.toHaveProperty('text');
  });

  it('links nowhere without the address at which people reach us', () => {
    const { data } = webhookPayload(event('opened'), handoff, { ...SETTINGS, public_url: null }) ?? {};
    expect([data?.handoff.url, data?.record.url]).toEqual([null, null]);
  });

  it.each([
    { kind: 'opened', told: ['handoff.waiting', 'waiting'] },
    { kind: 'released', told: ['handoff.waiting', 'waiting'] },
    { kind: 'claimed', told: ['handoff.claimed', 'claimed'] },
    { kind: 'reassigned', told: ['handoff.claimed', 'claimed'] },
    { kind: 'person_message', told: ['handoff.replied', 'claimed'] },
    { kind: 'returned', told: ['handoff.returned', 'returned'] },
    { kind: 'resolved', told: ['handoff.resolved', 'resolved'] },
    { kind: 'expired', told: ['handoff.expired', 'expired'] },
    { kind: 'cancelled', told: ['handoff.cancelled', 'cancelled'] },
    { kind: 'customer_message', told: null },
    { kind: 'note', told: null },
    { kind: 'bot_output_dropped', told: null },
    { kind: 'contact_left', told: null },
  ] as const)('$kind is told as $told, as the case stood then', ({ kind, told }) => {
    const payload = webhookPayload(event(kind), handoff, SETTINGS);
    expect(payload === null ? null : [payload.type, payload.data.handoff.state]).toEqual(told);
  });

  it('is decided for every kind of event', () => {
    expect(HandoffEventKind.options).toHaveLength(13);
  });
});
