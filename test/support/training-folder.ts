import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OPERATORS = ['boats', 'canoes', 'ferries', 'rafts'] as const;

const policyOf = (name: string, days: number): string =>
  `---\ntitle: ${name}\nlang: en\n---\n\n# Hire\n\nA deposit is refunded within ${days} days of the return.\n` +
  `Dogs may travel on deck if they are on a leash. Bookings must be cancelled before the day of departure.\n`;

const claimsOf = (kb: string, days: number): Record<string, unknown>[] => {
  const claim = (id: string, text: string, label: string, quote: string) => ({
    id: `${kb}-${id}`,
    kb,
    lang: 'en',
    claim: text,
    label,
    kind: label === 'supported' ? 'plain' : label === 'contradicted' ? 'numeric' : 'fabricated',
    group: `${kb}-${id}`,
    evidence: quote === '' ? [] : ['policies/hire.md'],
    quote,
  });
  const deposit = `A deposit is refunded within ${days} days of the return.`;
  return [
    claim('right', `Your deposit is refunded within ${days} days of the return.`, 'supported', deposit),
    claim('wrong', `Your deposit is refunded within ${days + 9} days.`, 'contradicted', deposit),
    claim('none', 'Breakfast is served on board every morning.', 'unsupported', ''),
  ];
};

/** A small training folder with four operators and three claims on each; `without` leaves operators out. */
export const trainingFolder = (without = 0): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-train-'));
  mkdirSync(join(folder, 'claims'));
  OPERATORS.slice(without).forEach((kb, i) => {
    mkdirSync(join(folder, 'kb', kb, 'policies'), { recursive: true });
    writeFileSync(join(folder, 'kb', kb, 'policies/hire.md'), policyOf(kb, 5 + i));
    const lines = claimsOf(kb, 5 + i).map((claim) => JSON.stringify(claim));
    writeFileSync(join(folder, 'claims', `${kb}.jsonl`), `${lines.join('\n')}\n`);
  });
  return folder;
};

/** Labelled answers on two more operators, as a benchmark folder. */
export const answersFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-answers-'));
  const lines = ['kayaks', 'pedalos'].flatMap((kb, i) => {
    mkdirSync(join(folder, 'kb', kb, 'policies'), { recursive: true });
    writeFileSync(join(folder, 'kb', kb, 'policies/hire.md'), policyOf(kb, 11 + i));
    const claim = (text: string, label: string) => ({ text, label, kind: 'plain' });
    const dogs = claim('Dogs may travel on deck.', 'supported');
    const paid = claim(`Your deposit is refunded within ${11 + i} days.`, 'supported');
    const late = claim('Your deposit is refunded within 30 days.', 'contradicted');
    const answer = (id: string, ...claims: { text: string; label: string }[]) => ({
      id: `${kb}-${id}`,
      kb,
      lang: 'en',
      as_of: '2026-06-01',
      messages: [{ role: 'user', content: 'When do I get my deposit back, and can my dog come?' }],
      answer: `Thank you for asking! ${claims.map(({ text }) => text).join(' ')}`,
      expected: claims.some(({ label }) => label !== 'supported') ? 'intervene' : 'pass',
      claims,
    });
    return [answer('right', paid, dogs), answer('wrong', dogs, late)].map((line) => JSON.stringify(line));
  });
  writeFileSync(join(folder, 'cases.jsonl'), `${lines.join('\n')}\n`);
  return folder;
};
