import { isVerblessHalf } from '../reading/index.js';
import { folded, type Range } from './folded.js';
import type { WordPatterns } from './word-patterns.js';

const WORDS_MIN = 3;

/**
 * Divides a sentence into statements that can be judged alone: at semicolons that no half without a verb follows ("…; on
 * Sundays only by appointment" belongs to the clause before it), at conjunctions that a clause follows,
 * at dashes and colons between two clauses. A reason stays with what it is given for, a conclusion with what it follows from.
 * Nothing divides inside brackets or quotation marks, and a sentence that a condition opens stays whole unless the other part
 * brings a condition of its own.
 */
export function divide(text: string, range: Range, patterns: WordPatterns): Range[] {
  const sentence = folded(text.slice(range.start, range.end));
  const open = openPositions(sentence);
  const ranges: Range[] = [];
  let start = 0;
  for (const joint of joints(sentence, patterns)) {
    if (joint.start < start || open[joint.start]) continue;
    const left = sentence.slice(start, joint.start);
    const right = sentence.slice(joint.end);
    if (!parts(left, right, joint.kind, patterns)) continue;
    ranges.push({ start: range.start + start, end: range.start + joint.start });
    start = joint.end;
  }
  ranges.push({ start: range.start + start, end: range.end });
  return ranges;
}

interface Joint extends Range {
  kind: 'semicolon' | 'conjunction' | 'dash' | 'colon';
}

function joints(sentence: string, patterns: WordPatterns): Joint[] {
  const found: Joint[] = [];
  const add = (pattern: RegExp, kind: Joint['kind']): void => {
    for (const match of sentence.matchAll(pattern)) {
      found.push({ start: match.index, end: match.index + match[0].length, kind });
    }
  };
  add(/\s?;\s+/g, 'semicolon');
  add(patterns.joint, 'conjunction');
  add(/\s[–—-]{1,2}\s/g, 'dash');
  add(/\s?:\s+/g, 'colon');
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function parts(left: string, right: string, kind: Joint['kind'], patterns: WordPatterns): boolean {
  const clause = right.split(/[,;:]\s/, 1)[0] ?? '';
  if (wordCount(left) < WORDS_MIN || wordCount(right) < WORDS_MIN) return false;
  if (kind === 'semicolon') return !isVerblessHalf(right, patterns.lang);
  if (!patterns.finite.test(left)) return false;
  const bringsCondition = patterns.condition.test(right);
  if (patterns.condition.test(left.trim()) && !bringsCondition) return false;
  if (bringsCondition) return kind === 'conjunction' && patterns.finite.test(right);
  return patterns.finite.test(clause);
}

const wordCount = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

const OPENING = /[([«“"]/;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '«': '»', '“': '”', '"': '"' };

/** Which positions lie inside brackets or quotation marks that are closed again. */
function openPositions(sentence: string): boolean[] {
  const open = new Array<boolean>(sentence.length).fill(false);
  if (!OPENING.test(sentence)) return open;
  for (let index = 0; index < sentence.length; index += 1) {
    const closing = CLOSING[sentence[index] ?? ''];
    const end = closing === undefined ? -1 : sentence.indexOf(closing, index + 1);
    if (end < 0) continue;
    open.fill(true, index, end);
    index = end;
  }
  return open;
}
