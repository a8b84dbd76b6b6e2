import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/core/errors.js';

/** Sections of docs/problems.md by their heading, which is a code. */
const sections = new Map(
  readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading.trim(), lines.join('\n')] as const;
    }),
);

describe('docs/problems.md', () => {
  it('has a heading for every code, and none besides', () =>
    expect([...sections.keys()].sort()).toEqual(Object.keys(PROBLEMS).sort()));

  it.each(Object.entries(PROBLEMS))(
    '%s stands there with its status, title and what to do',
    (code, { status, title }) => {
      const text = sections.get(code) ?? '';
      expect(text).toContain(`**${status}** – ${title}.`);
      expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeGreaterThan(1);
    },
  );
});
