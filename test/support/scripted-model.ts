import type { ModelCost, ModelFailure, ModelRequest, StructuredModel } from '../../src/core/index.js';
import type { JudgeReply } from '../../src/core/verification/judge/index.js';

export const COST: ModelCost = {
  calls: 1,
  input_tokens: 100,
  output_tokens: 20,
  cost: 0.001,
  duration_ms: 5,
};

/** A model that replies as scripted; a failure is `{ fails }`. */
export const scriptedModel = (
  reply: (request: ModelRequest) => unknown,
): StructuredModel & { requests: ModelRequest[] } => {
  const requests: ModelRequest[] = [];
  return {
    id: 'test:scripted',
    requests,
    ask: async (request, signal) => {
      signal.throwIfAborted();
      requests.push(request);
      const value = await reply(request);
      return isFailure(value)
        ? { isAnswered: false, failure: value.fails, cost: COST }
        : { isAnswered: true, value, cost: COST };
    },
  };
};

const isFailure = (value: unknown): value is { fails: ModelFailure } =>
  typeof value === 'object' && value !== null && 'fails' in value;

/** What a judge's prompt shows: evidence by number, and what each claim says. */
export interface ShownPrompt {
  fence: string;
  evidence: Map<number, string>;
  claims: string[];
  blocks: Map<string, string[]>;
}

/** The blocks of data of a prompt, read by its fence alone. */
const shownBlocks = (user: string): { fence: string; blocks: Map<string, string[]> } => {
  const fence = /^BEGIN \w+ ([0-9a-f]+)$/m.exec(user)?.[1] ?? '';
  const blocks = new Map<string, string[]>();
  for (const [, name = '', body = ''] of user.matchAll(
    new RegExp(`^BEGIN (\\w+) ${fence}\\n([\\s\\S]*?)\\nEND \\1 ${fence}$`, 'gm'),
  ))
    blocks.set(name, body.split('\n'));
  return { fence, blocks };
};

/** Numbered lines by their number. */
const numberedLines = (lines: readonly string[] = []): Map<number, string> =>
  new Map(
    lines.flatMap((line) => {
      const item = /^\[(\d+)\] (.*)$/.exec(line);
      return item === null ? [] : [[Number(item[1]), item[2] ?? ''] as const];
    }),
  );

/** Reads a judge's prompt as a careful judge would. */
export const shownPrompt = (user: string): ShownPrompt => {
  const { fence, blocks } = shownBlocks(user);
  const claims = (blocks.get('claims') ?? []).flatMap((line) => /^ {2}says: (.*)$/.exec(line)?.[1] ?? []);
  return { fence, evidence: numberedLines(blocks.get('evidence')), claims, blocks };
};

/** What a rewriter's prompt shows. */
export interface ShownTask {
  fence: string;
  clauses: Map<number, string>;
  blocks: Map<string, string[]>;
  sentence: string;
  right: string[];
  wrong: string[];
  /** Lines about an earlier text; empty at the first try. */
  earlier: string[];
}

/** Reads a rewriter's prompt as a careful writer would. */
export const shownTask = (user: string): ShownTask => {
  const { fence, blocks } = shownBlocks(user);
  const labelled = (label: string): string[] =>
    (blocks.get('answer') ?? []).flatMap((line) =>
      line.startsWith(`${label}: `) ? line.slice(label.length + 2) : [],
    );
  return {
    fence,
    blocks,
    clauses: numberedLines(blocks.get('clauses')),
    sentence: labelled('sentence')[0] ?? '',
    right: labelled('right'),
    wrong: labelled('wrong'),
    earlier: blocks.get('earlier') ?? [],
  };
};

type JudgedClaim = JudgeReply['verdicts'][number];

/** A judge that says the same of every claim by a function of its words and the evidence shown. */
export const judging =
  (judge: (claim: string, evidence: ReadonlyMap<number, string>) => Partial<JudgedClaim>) =>
  ({ user }: Pick<ModelRequest, 'user'>): JudgeReply => {
    const { claims, evidence } = shownPrompt(user);
    return {
      verdicts: claims.map((claim, i) => ({
        claim: i + 1,
        label: 'unsupported',
        for: [],
        against: [],
        quote: '',
        kind: 'none',
        finding: '',
        ...judge(claim, evidence),
      })),
    };
  };

/** The first piece of evidence that holds some words, as a verdict names it. */
export const pointAt = (
  evidence: ReadonlyMap<number, string>,
  words: string,
  side: 'for' | 'against',
): Partial<JudgedClaim> => {
  const found = [...evidence].find(([, text]) => text.includes(words));
  if (found === undefined) return {};
  return side === 'for'
    ? { label: 'supported', for: [found[0]], quote: words }
    : {
        label: 'contradicted',
        against: [found[0]],
        quote: words,
        kind: 'money',
        finding: 'It says otherwise.',
      };
};
