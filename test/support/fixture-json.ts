import { readFileSync } from 'node:fs';

/** A JSON fixture of test/fixtures, freshly read, so that a test may change it. */
export const fixtureJson = <T = Record<string, unknown>>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')) as T;

/** The lines of a JSONL fixture of test/fixtures. */
export const fixtureLines = <T = Record<string, unknown>>(path: string): T[] =>
  readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
