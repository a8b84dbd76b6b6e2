import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createAnswerReader, createSegmenter } from '../core/extraction/index.js';
import { Language } from '../schema/index.js';

const BenchmarkAnswer = z.looseObject({
  id: z.string(),
  lang: Language,
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
  answer: z.string(),
  claims: z.array(z.looseObject({ text: z.string().min(1) })),
});
type BenchmarkAnswer = z.infer<typeof BenchmarkAnswer>;

interface Span {
  start_char: number;
  end_char: number;
}

/** How well claims are found; counts, and the texts that were missed or found too many. */
export interface ExtractionFigures {
  answers: number;
  gold_claims: number;
  found_gold_claims: number;
  /** Share of gold claims that one of ours overlaps by half of the shorter span or more. */
  recall: number;
  our_claims: number;
  /** Claims of ours about a rule or an act that overlap no gold claim. */
  spurious_claims: number;
  /** Share of our claims that are spurious. */
  spurious: number;
  /** Claims about the customer's own case, which benchmarks without case facts do not list; not counted as spurious. */
  own_case_claims: number;
  answers_without_gold: number;
  answers_without_gold_but_ours: number;
  missed: { id: string; text: string }[];
  extra: { id: string; text: string }[];
}

const HELD_CHARS_MAX = 2_000;

/** Measures extraction alone on a benchmark folder (`cases.jsonl`). @throws {z.ZodError} a line of another shape. */
export async function evaluateExtraction(benchDir: string): Promise<ExtractionFigures> {
  const lines = (await readFile(join(benchDir, 'cases.jsonl'), 'utf8')).split('\n');
  const answers = lines
    .filter((line) => line.trim() !== '')
    .map((line) => BenchmarkAnswer.parse(JSON.parse(line)));
  return figuresOf(answers);
}

function figuresOf(answers: readonly BenchmarkAnswer[]): ExtractionFigures {
  const missed: ExtractionFigures['missed'] = [];
  const extra: ExtractionFigures['extra'] = [];
  let goldCount = 0;
  let ourCount = 0;
  let ownCase = 0;
  let silentFound = 0;
  for (const answer of answers) {
    const gold = goldSpans(answer);
    const ours = claimsOf(answer);
    goldCount += gold.length;
    ourCount += ours.length;
    for (const span of gold) {
      if (!ours.some((claim) => overlaps(claim, span))) missed.push({ id: answer.id, text: span.text });
    }
    const outside = ours.filter((claim) => !gold.some((span) => touches(claim, span)));
    ownCase += outside.filter((claim) => claim.subject === 'own_case').length;
    const spurious = outside.filter((claim) => claim.subject !== 'own_case');
    extra.push(...spurious.map((claim) => ({ id: answer.id, text: claim.text })));
    if (gold.length === 0 && spurious.length > 0) silentFound += 1;
  }
  return {
    answers: answers.length,
    gold_claims: goldCount,
    found_gold_claims: goldCount - missed.length,
    recall: share(goldCount - missed.length, goldCount),
    our_claims: ourCount,
    spurious_claims: extra.length,
    spurious: share(extra.length, ourCount),
    own_case_claims: ownCase,
    answers_without_gold: answers.filter((answer) => answer.claims.length === 0).length,
    answers_without_gold_but_ours: silentFound,
    missed,
    extra,
  };
}

function claimsOf(answer: BenchmarkAnswer) {
  const asked = answer.messages
    .filter((message) => message.role === 'user')
    .map((message) => message.content);
  const segmenter = createSegmenter(HELD_CHARS_MAX);
  const segments = [...segmenter.push(answer.answer), ...segmenter.end()];
  const reader = createAnswerReader({ question: asked.at(-1) ?? null, premises: asked, lang: answer.lang });
  return segments.flatMap((segment) => reader.read(segment));
}

/** Gold claims in order of the answer; a text that occurs twice is sought after the one before it. */
function goldSpans(answer: BenchmarkAnswer): (Span & { text: string })[] {
  let from = 0;
  return answer.claims.map(({ text }) => {
    const next = answer.answer.indexOf(text, from);
    const start = next < 0 ? answer.answer.indexOf(text) : next;
    from = start + text.length;
    return { text, start_char: start, end_char: from };
  });
}

const shared = (a: Span, b: Span): number =>
  Math.min(a.end_char, b.end_char) - Math.max(a.start_char, b.start_char);
const touches = (a: Span, b: Span): boolean => shared(a, b) > 0;
const overlaps = (a: Span, b: Span): boolean =>
  shared(a, b) * 2 >= Math.min(a.end_char - a.start_char, b.end_char - b.start_char);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
