import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const CORE = join(import.meta.dirname, '../../src/core');

/** Pieces that policies, answers and attackers repeat: each pattern meets each of them many thousand times. */
const PIECES = [
  ...['a', 'é', 'A', '1', ' ', '\t', '.', ',', '-', '_', "'", '’', '*', '|', '(', '[', '/', '@', ':', '\n'],
  ...['a ', '1 ', '1,', '1.', 'a-', 'a.', "n'", 'no ', 'not ', 'if ', 'un ', 'https://a', 'a@', '](', '**a'],
];
const CHARS = 4_000;
/** Processor time for all texts of one pattern: a linear one takes about a millisecond, a cubic one minutes. */
const PATTERN_MS_MAX = 750;

interface Pattern {
  place: string;
  pattern: RegExp;
}

const patternsOf = (path: string): Pattern[] => {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({
        place: `${relative(CORE, path)}:${line}`,
        pattern: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

const patterns = readdirSync(CORE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => patternsOf(join(CORE, path)));

const processorMs = (): number => process.cpuUsage().user / 1_000;

/** Processor time of one pattern over all texts; their end is a character that no pattern knows. */
const run = ({ pattern }: Pattern): number => {
  const all = new RegExp(pattern.source, pattern.flags.replace('y', '').replace('g', ''));
  const before = processorMs();
  for (const piece of PIECES) {
    all.test(`${piece.repeat(Math.ceil(CHARS / piece.length)).slice(0, CHARS)}\u0000`);
    if (processorMs() - before > PATTERN_MS_MAX) break;
  }
  return processorMs() - before;
};

describe('patterns of the core', () => {
  it('are found', () => expect(patterns.length).toBeGreaterThan(200));

  it('take time that no text of an attacker can draw out', {
    timeout: 300_000,
  }, () => {
    const slow = patterns
      .map((pattern) => ({ ...pattern, ms: run(pattern) }))
      .filter(({ ms }) => ms > PATTERN_MS_MAX)
      .map(({ place, pattern }) => `${place} ${pattern.source.slice(0, 80)}`);
    expect(slow).toEqual([]);
  });
});
