import { readFileSync } from 'node:fs';

/** An attempt to order a model about, and where it stands. */
export interface Injection {
  id: string;
  where: 'answer' | 'customer' | 'tool_result' | 'policy' | 'context';
  technique: string;
  lang: 'en' | 'fr';
  text: string;
}

export const INJECTIONS: Injection[] = readFileSync(
  new URL('../fixtures/cases/injections.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
