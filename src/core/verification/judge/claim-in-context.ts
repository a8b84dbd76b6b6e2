import type { Claim } from '../../../schema/index.js';
import { answersYesOrNo } from '../resolve-ellipsis.js';
import { clippedLine, plainLine } from './plain-line.js';

/** "It is.", "Up to 30 days.": a claim of so few words hardly says what it is about. */
const SHORT_WORDS_MAX = 5;
const CONTEXT_CHARS_MAX = 300;

/** Words at the beginning of a sentence that stand for something said before it. */
const POINTS_BACK =
  /^(?:it|its|this|that|these|those|they|their|he|she|then|there|both|il|elle|ils|elles|ce|cela|ça|c['’]est|cet(?:te)?|ces|celui-ci|celle-ci|on)(?![\p{L}\p{N}])/iu;

/** The question in a form that stands before a claim; empty without one. */
export const questionLine = ({ context }: Pick<Claim, 'context'>): string =>
  context.question === null ? '' : clippedLine(context.question, CONTEXT_CHARS_MAX);

/**
 * A claim as one line that can be read by itself, for a grader that is shown nothing else: with the heading or lead-in
 * that it stands under, with the sentence before it where it points back, and with the question where it only answers
 * one. The claim's own words are never shortened.
 */
export const claimInContext = ({ text, context }: Claim): string => {
  const words = plainLine(text);
  const parts = context.lead_ins.map((line) => clippedLine(line, CONTEXT_CHARS_MAX));
  const isShort = words.split(' ').length <= SHORT_WORDS_MAX;
  const before = context.antecedents.at(-1);
  if (before !== undefined && POINTS_BACK.test(words)) parts.push(clippedLine(before, CONTEXT_CHARS_MAX));
  if (answersYesOrNo(words) || (isShort && parts.length === 0)) parts.unshift(questionLine({ context }));
  return [...parts, words].filter((part) => part !== '').join(' ');
};
