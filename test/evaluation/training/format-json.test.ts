import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatJson } from '../../../src/evaluation/index.js';

it.each(['affinity.json', 'risk-model.json'])('writes %s as the formatter of the repository does', (name) => {
  const text = readFileSync(
    new URL(`../../../src/core/verification/weighing/${name}`, import.meta.url),
    'utf8',
  );
  expect(formatJson(JSON.parse(text))).toBe(text);
});

it.each([
  { name: 'an empty object', value: {}, text: '{}\n' },
  { name: 'what fits on a line', value: { a: [1, 'x', null] }, text: '{ "a": [1, "x", null] }\n' },
  {
    name: 'numbers that do not, filling lines',
    value: Array.from({ length: 30 }, (_, i) => i * 1000),
    text: '[\n  0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000, 12000, 13000, 14000, 15000, 16000,\n  17000, 18000, 19000, 20000, 21000, 22000, 23000, 24000, 25000, 26000, 27000, 28000, 29000\n]\n',
  },
])('writes $name', ({ value, text }) => expect(formatJson(value)).toBe(text));
