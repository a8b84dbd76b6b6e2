import { describe, expect, it } from 'vitest';
import { handoffTriggers } from '../../src/core/escalation/index.js';
import { TriggersConfig } from '../../src/schema/index.js';

const turn = (text: string) => ({
  text,
  earlier: [],
  language: null,
  counters: { blocked: 0, rewritten: 0 },
});

describe('handoff triggers on Workers', () => {
  it.each([
    { text: 'Let me talk to someone', escalate: 'customer_asked', offer: null },
    { text: 'un conseiller s’il vous plaît', escalate: 'customer_asked', offer: null },
    { text: 'I don’t need an agent', escalate: null, offer: null },
    { text: 'Je porte plainte contre le chauffeur', escalate: 'legal_right:complaint', offer: null },
    { text: 'My grandmother died on Sunday', escalate: null, offer: 'distress:bereavement' },
    { text: 'C’est n’importe quoi !!', escalate: null, offer: 'frustration' },
  ])('read "$text" as on Node', ({ text, escalate, offer }) => {
    const outcome = handoffTriggers(turn(text), TriggersConfig.parse({}));
    expect(outcome.escalate?.reason ?? null).toBe(escalate);
    expect(outcome.offer?.reason ?? null).toBe(offer);
  });
});
