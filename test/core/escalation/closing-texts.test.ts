import { expect, it } from 'vitest';
import { holdingText, leftOutText, refusalText } from '../../../src/core/escalation/index.js';

const handoff = {
  channel: 'none' as const,
  contact: { phone: '1-800-555-0100', hours: '8:00–20:00', email: 'help@operator.example' },
};

it.each([holdingText, refusalText, leftOutText])(
  '%o gives the configured contact in both languages',
  (text) => {
    expect(text(handoff, 'en')).toContain(
      'by phone at 1-800-555-0100 (8:00–20:00) or by e-mail at help@operator.example.',
    );
    expect(text(handoff, 'fr')).toContain(
      'par téléphone au 1-800-555-0100 (8:00–20:00) ou par courriel à help@operator.example.',
    );
  },
);

it.each(['en', 'fr'] as const)('promises neither a person nor a time without a channel (%s)', (lang) => {
  const all = [holdingText, refusalText, leftOutText]
    .map((text) => text({ channel: 'none', contact: {} }, lang))
    .join(' ');
  expect(all).not.toMatch(
    /agent|colleague|someone|person|minutes|soon|shortly|conseiller|collègue|quelqu|bientôt|rappel/i,
  );
});
