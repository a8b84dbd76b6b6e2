import { inForce } from '../core/indexing/index.js';
import type { KnowledgeSnapshot, Passage } from '../schema/index.js';
import { pick, seededRandom } from './seeded-random.js';

/** A question and the bot's answer to it. */
export interface BenchTurn {
  question: string;
  answer: string;
}

/** What bots put before a statement. */
const OPENINGS = ['', '', '', 'As far as I can see, ', 'To answer your question: ', 'Please note: '];
const QUESTIONS = ['What about', 'Can you tell me about', 'I need help with', 'How does it work with'];

/** How often a statement gets another number, unless told otherwise: four answers of five claims in ten have one. */
const WRONG_SHARE = 0.1;

/**
 * Answers of `claims` sentences each, in English, all different: sentences of the policies in force, a share of them
 * with a number changed, so that there is something to support and something to contradict. The same in every run.
 */
export function benchAnswers(
  snapshot: KnowledgeSnapshot,
  options: {
    claims: number;
    count: number;
    as_of: string;
    seed: number;
    wrong_share?: number;
    /** The files whose sentences they are; default: all. */
    sources?: ReadonlySet<string>;
  },
): BenchTurn[] {
  const random = seededRandom(options.seed);
  const statements = snapshot.passages.filter(
    (passage) =>
      isStatement(passage) &&
      inForce(passage, options.as_of) &&
      options.sources?.has(passage.source) !== false,
  );
  const turns: BenchTurn[] = [];
  const known = new Set<string>();
  while (turns.length < options.count) {
    const passages = Array.from({ length: options.claims }, () => pick(statements, random));
    const answer = passages
      .map((passage) => sentenceOf(passage, options.wrong_share ?? WRONG_SHARE, random))
      .join(' ');
    if (known.has(answer)) continue;
    known.add(answer);
    const topic = passages[0]?.section.replace(/^[\d.\s]+/, '').toLowerCase() ?? '';
    turns.push({ question: `${pick(QUESTIONS, random)} ${topic}? (${turns.length})`, answer });
  }
  return turns;
}

function isStatement({ kind, lang, quote }: Passage): boolean {
  return kind === 'sentence' && lang === 'en' && /^[A-Z][^|*`]{30,200}\.$/.test(quote) && /\d/.test(quote);
}

function sentenceOf({ quote }: Passage, wrongShare: number, random: () => number): string {
  const numbers = [...quote.matchAll(/\d+/g)];
  const number = numbers[Math.floor(random() * numbers.length)];
  const isChanged = number !== undefined && random() < wrongShare;
  const text = isChanged
    ? quote.slice(0, number.index) +
      String(Number(number[0]) + 1 + Math.floor(random() * 40)) +
      quote.slice(number.index + number[0].length)
    : quote;
  return pick(OPENINGS, random) + text;
}
