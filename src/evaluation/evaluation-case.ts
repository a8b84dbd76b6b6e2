import { z } from 'zod';
import { type ContextPassage, ConversationTurn, VerdictLabel } from '../schema/index.js';

/** Kinds of claims as the benchmark names them: FORMAT of the benchmark. */
export const GoldClaim = z.object({
  text: z.string().min(1),
  label: VerdictLabel,
  kind: z.string(),
  /** Files that decide it, where the benchmark names them. */
  evidence: z.array(z.string()).optional(),
});
export type GoldClaim = z.infer<typeof GoldClaim>;

/** A line of `cases.jsonl` of a benchmark folder. */
export const BenchLine = z.object({
  id: z.string(),
  kb: z.string(),
  lang: z.string(),
  as_of: z.iso.date().optional(),
  messages: z.array(ConversationTurn),
  /** What the bot's tools returned before the answer; the benchmark's own format has none. */
  tool_results: z.array(z.string()).default([]),
  answer: z.string(),
  expected: z.enum(['pass', 'intervene']),
  claims: z.array(GoldClaim),
});
export type BenchLine = z.infer<typeof BenchLine>;

/** A line of a public data set: one response to hold against one context. */
export const DatasetLine = z.object({
  id: z.string(),
  dataset: z.string(),
  lang: z.string(),
  context: z.string(),
  query: z.string().nullish(),
  response: z.string(),
  label: z.enum(['supported', 'contradicted', 'unsupported', 'faithful', 'hallucinated']).nullable(),
});
export type DatasetLine = z.infer<typeof DatasetLine>;

/** One answer to evaluate, wherever it came from. `expected` is null where nobody labelled it. */
export interface EvaluationCase {
  id: string;
  /** Name of a knowledge base of the benchmark; null: no knowledge base, the context is all there is. */
  knowledge_base: string | null;
  /** What results are grouped by: the knowledge base, or the data set. */
  group: string;
  lang: string;
  /** Local ISO day. */
  as_of: string;
  messages: ConversationTurn[];
  answer: string;
  context: ContextPassage[];
  /** Tool results: facts of the customer's own case. */
  case_facts: string[];
  expected: 'pass' | 'intervene' | null;
  claims: GoldClaim[];
}

const DATASET_AS_OF = '2026-01-01'; // data sets have no dated versions: any fixed day gives the same result

/** Cases of a benchmark; one without `as_of` takes the latest of the benchmark. @throws {z.ZodError} on a bad line. */
export const benchCases = (jsonl: string): EvaluationCase[] => {
  const lines = jsonLines(jsonl).map((line) => BenchLine.parse(line));
  const latest = lines.reduce((day, line) => (line.as_of && line.as_of > day ? line.as_of : day), '');
  return lines.map((line) => ({
    id: line.id,
    knowledge_base: line.kb,
    group: line.kb,
    lang: line.lang,
    as_of: line.as_of ?? (latest || DATASET_AS_OF),
    messages: line.messages,
    answer: line.answer,
    context: [],
    case_facts: line.tool_results,
    expected: line.expected,
    claims: line.claims,
  }));
};

/** Cases of a data set: the query is the only message, the context trusted evidence. @throws {z.ZodError} on a bad line. */
export const datasetCases = (jsonl: string): EvaluationCase[] =>
  jsonLines(jsonl).map((json) => {
    const line = DatasetLine.parse(json);
    return {
      id: line.id,
      knowledge_base: null,
      group: line.dataset,
      lang: line.lang,
      as_of: DATASET_AS_OF,
      messages: line.query ? [{ role: 'user' as const, content: line.query }] : [],
      answer: line.response,
      context: line.context === '' ? [] : [{ id: line.id, text: line.context }],
      case_facts: [],
      expected:
        line.label === null
          ? null
          : line.label === 'supported' || line.label === 'faithful'
            ? ('pass' as const)
            : ('intervene' as const),
      claims: [],
    };
  });

/** The values of a JSON Lines text; empty lines are skipped. */
export const jsonLines = (jsonl: string): unknown[] =>
  jsonl
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));
