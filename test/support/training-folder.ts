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
