import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import frustrationEn from '../../src/core/escalation/triggers/words/en/frustration.json' with {
  type: 'json',
};
import frustrationFr from '../../src/core/escalation/triggers/words/fr/frustration.json' with {
  type: 'json',
};
import {
  formatRates,
  loadTriggerCases,
  measureRates,
  measureTriggers,
  triggerTable,
} from '../../src/evaluation/index.js';

const { files, topics } = await loadTriggerCases('test/fixtures/triggers');
const figures = measureTriggers(files, topics);
const WORDED = [
  'customer_asked',
  'distress',
  'frustration',
  'legal_right',
  'loop',
  'reserved_topic',
] as const;

describe('labelled messages', () => {
  it.each(WORDED.flatMap((trigger) => (['en', 'fr'] as const).map((lang) => ({ trigger, lang }))))(
    '$trigger has at least 60 in $lang, near half of them positive',
    ({ trigger, lang }) => {
      const file = figures.find((one) => one.trigger === trigger && one.lang === lang && !one.is_held_out);
      expect(file?.cases).toBeGreaterThanOrEqual(60);
      const share = (file?.positives ?? 0) / (file?.cases ?? 1);
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.6);
    },
  );

  it.each(figures.filter((one) => !one.is_held_out))(
    '$trigger in $lang is found and little else is',
    ({ precision, recall }) => {
      expect(precision).toBeGreaterThanOrEqual(0.9);
      expect(recall).toBeGreaterThanOrEqual(0.9);
    },
  );
});

describe('docs/handoff.md', () => {
  const page = readFileSync('docs/handoff.md', 'utf8');
  const told = figures.filter((one) => !one.is_held_out);
  const heldOut = figures.filter((one) => one.is_held_out);

  it('gives the figures of the cases', () =>
    expect(page).toContain(`<!-- cases -->\n${triggerTable(told)}\n<!-- /cases -->`));

  it('gives the figures of the cases held out', () =>
    expect(page).toContain(`<!-- held out -->\n${triggerTable(heldOut)}\n<!-- /held out -->`));

  it.each(
    [frustrationEn, frustrationFr].flatMap(({ signs }) =>
      Object.entries(signs).map(([sign, { weight }]) => ({ sign, weight })),
    ),
  )('gives the weight of $sign', ({ sign, weight }) => expect(page).toContain(`| \`${sign}\` | ${weight} |`));
});

describe('rates over messages that nobody labelled', () => {
  const messages = [
    { text: 'What does a second bag cost?', lang: 'en' as const },
    { text: 'Let me talk to a person', lang: 'en' as const },
    { text: 'Quelle réponse inutile, c’est nul', lang: 'fr' as const },
    { text: 'Où est la porte 12 ?', lang: 'fr' as const },
  ];
  const rates = measureRates(messages);

  it('count each reason in a thousand messages', () => {
    expect(rates).toMatchObject({ messages: 4, escalated: 250, offered: 250 });
    expect(rates.per_thousand).toEqual({ customer_asked: 250, frustration: 250 });
  });

  it('are printed with the data set that they are of', () =>
    expect(formatRates('desk.jsonl', rates)).toContain(
      'desk.jsonl: 4 messages; in 1,000 of them 250.0 escalate',
    ));
});
