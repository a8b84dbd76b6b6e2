import type { ClaimSubject } from '../../schema/index.js';
import { folded, type Range } from './folded.js';
import type { SmallTalk, WordPatterns } from './word-patterns.js';

const OPENINGS_MAX = 5;

/** Length of the openings that say nothing by themselves. */
export function openingLength(clause: string, patterns: WordPatterns): number {
  let length = 0;
  for (let count = 0; count < OPENINGS_MAX; count += 1) {
    const opening = patterns.opening.exec(clause.slice(length))?.[0].length ?? 0;
    if (opening === 0 || length + opening >= clause.trimEnd().length) break;
    length += opening;
  }
  return length;
}

/** What the bot did or promises, says of the customer's own case, or else of the rules; on folded text. */
export function subjectOf(clause: string, sentence: string, patterns: WordPatterns): ClaimSubject {
  if (patterns.act.test(clause)) return 'act';
  if (patterns.promise.test(clause) && !hasCondition(sentence, patterns)) return 'act';
  return patterns.own_case.test(clause) ? 'own_case' : 'rule';
}

function hasCondition(sentence: string, patterns: WordPatterns): boolean {
  return sentence
    .split(/(?<=\s)/)
    .some((_, index, words) => patterns.condition.test(words.slice(index, index + 4).join('')));
}

/** Kind of talk that no policy could bear out, or null. */
export function smallTalkOf(clause: string, patterns: WordPatterns): SmallTalk | null {
  for (const { kind, pattern } of patterns.small_talk) {
    const match = pattern.exec(clause);
    if (!match) continue;
    const bindsAfter = kind === 'offer' || kind === 'referral';
    if (bindsAfter && patterns.binding.test(clause.slice(match[0].length))) continue;
    if (kind === 'opinion' && patterns.weighty.test(clause)) continue;
    return kind;
  }
  return null;
}

/**
 * The part of a clause that can be checked, or null. `isItem`: of a list, where a bare phrase says something.
 * Exclamations and short phrases count only with a weighty word; talk to the customer counts from its first comma
 * when a statement follows there.
 */
export function checkablePart(
  text: string,
  range: Range,
  patterns: WordPatterns,
  isItem: boolean,
): Range | null {
  const words = folded(text.slice(range.start, range.end));
  let { start } = range;
  const rest = (): string => words.slice(start - range.start);
  for (let depth = 0; depth < OPENINGS_MAX; depth += 1) {
    start += openingLength(rest(), patterns);
    const telling = patterns.telling.exec(rest())?.[0].length ?? 0;
    start += telling;
    const clause = rest();
    if (clause.trim() === '' || (telling === 0 && clause.trimEnd().endsWith('?'))) return null;
    const talk = smallTalkOf(clause, patterns);
    const isAct = patterns.act.test(clause) || patterns.own_case.test(clause);
    if (isAct && talk !== 'empathy') return { start, end: range.end };
    const comma = /[,;:–—.!]\s+/u.exec(clause);
    const after = comma ? clause.slice(comma.index + comma[0].length) : '';
    const isOwnMind = patterns.first_person.test(clause) && !patterns.weighty.test(clause);
    if (talk === null && !isOwnMind) {
      if (comma && isEcho(clause.slice(0, comma.index), after, patterns)) return null;
      return isStatement(clause, patterns, isItem) ? { start, end: range.end } : null;
    }
    const isClause = patterns.finite.test(after) && after.split(' ').length >= 3;
    if (!comma || !(isClause || patterns.elliptic.test(after))) return null;
    start += comma.index + comma[0].length;
  }
  return null;
}

/** "Two cats, how lovely": the customer's own words and a comment. */
const isEcho = (head: string, rest: string, patterns: WordPatterns): boolean =>
  !patterns.finite.test(head) && !patterns.weighty.test(head) && smallTalkOf(rest, patterns) !== null;

function isStatement(clause: string, patterns: WordPatterns, isItem: boolean): boolean {
  const isWeighty = patterns.weighty.test(clause);
  const hasVerb = patterns.finite.test(clause);
  const words = clause.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (/!\W*$/u.test(clause)) return isWeighty && (hasVerb || words > 4 || /\d/.test(clause));
  if (isWeighty) return true;
  if (patterns.first_person.test(clause)) return false;
  return isItem ? words > 0 : words > 2 && (hasVerb || words > 4);
}
