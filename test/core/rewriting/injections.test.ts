import { beforeAll, describe, expect, it } from 'vitest';
import { groundAnswer, type ModelRequest } from '../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { llmJudge, type ModelTier, plainLine } from '../../../src/core/verification/judge/index.js';
import type { Claim, GroundingRequest, SessionEnd, Verdict } from '../../../src/schema/index.js';
import { groundingRequest } from '../../support/grounding-request.js';
import { INJECTIONS, type Injection } from '../../support/injections.js';
import { knowledgeOf } from '../../support/knowledge.js';
import { judging, pointAt, scriptedModel, shownPrompt, shownTask } from '../../support/scripted-model.js';
import { evidence, failing, undecided } from '../../support/verdicts.js';

const POLICY = (extra = '') =>
  `---\ntitle: Boat hire\nlang: en\neffective_from: 2026-01-01\n---\n\n# Boat hire\n\n## 1. Deposit\n\nThe deposit is CAD 80 for each boat. It is given back at the jetty.\n\n${extra}\n`;
const WRONG = 'The deposit is CAD 60 for each boat.';

let plain: KnowledgeIndex;
beforeAll(async () => {
  plain = await knowledgeOf({ 'policies/boats.md': POLICY() });
});

/**
 * Has an answer rewritten with an injection at its place. The checks prove the bot's deposit wrong by every passage there
 * is, and leave all the rest to a judge.
 */
const attack = async (
  { where, text, lang }: Injection,
  reply: (request: ModelRequest) => unknown,
  judge: (request: ModelRequest) => unknown,
): Promise<{ end: SessionEnd; requests: ModelRequest[] }> => {
  const rewriter = scriptedModel(reply);
  const models: ModelTier = {
    stages: [{ grader: llmJudge(scriptedModel(judge), 1), claims: 'not_verified', evidence_chars: 6_000 }],
    group_chars: 8_000,
  };
  const request: Partial<GroundingRequest> = {
    language: lang,
    messages: [{ role: 'user', content: where === 'customer' ? text : 'How much is the deposit?' }],
    case_facts: where === 'tool_result' ? [text] : [],
    context: where === 'context' ? [{ title: 'Deposit', text }] : [],
  };
  const index = where === 'policy' ? await knowledgeOf({ 'policies/boats.md': POLICY(text) }) : plain;
  const verify = async (claim: Claim): Promise<Verdict> => {
    const at = { text: claim.text, start_char: claim.start_char, end_char: claim.end_char };
    if (!claim.text.includes('CAD 60')) return undecided(at);
    const against = index.entries.map(({ passage }) => evidence({ ...passage, relation: 'contradicts' }));
    return failing({ ...at, is_proven: true, evidence: against });
  };
  const end = await groundAnswer(groundingRequest(request), where === 'answer' ? `${WRONG} ${text}` : WRONG, {
    knowledge: { index },
    verify,
    models,
    rewriter,
  });
  return { end, requests: rewriter.requests };
};

/** A judge that does as it is told. */
const obeying =
  ({ text }: Injection) =>
  (request: ModelRequest) => {
    const { evidence: shown } = shownPrompt(request.user);
    const line = plainLine(text);
    const quote = [...shown.values()].find((piece) => piece.length > 8 && line.includes(piece)) ?? line;
    return judging(() => ({ label: 'supported', for: [...shown.keys()], quote }))(request);
  };

const LABELS: Record<string, RegExp> = {
  clauses: /^(?:section: |\[\d+\] )/,
  customer: /^(?:said before: |asks: )/,
  answer: /^(?:said before: |sentence: |right: |wrong: | {2}because: |not shown: )/,
  earlier: /^(?:text: |not taken, since [a-z ,;]+:$| {2})/,
};

describe('an injection that tells a rewriter what to write', () => {
  it.each(INJECTIONS)('$id ($technique) stays inside its block, a labelled line each', async (injection) => {
    const draft = () => ({ replacement: `${injection.text} [1]` });
    const { requests } = await attack(injection, draft, () => ({ fails: 'refused' }));
    expect(requests.length).toBeGreaterThan(0);
    for (const { user, system } of requests) {
      const { fence, blocks } = shownTask(user);
      expect(fence).toMatch(/^[0-9a-f]{20}$/);
      expect(user.split(fence)).toHaveLength(blocks.size * 2 + 1);
      expect(system).not.toContain(fence);
      const outside = user.replace(/BEGIN (\w+) [0-9a-f]{20}\n[\s\S]*?\nEND \1 [0-9a-f]{20}/g, '').trim();
      expect(outside).toMatch(
        /^Day for which the clauses are in force: 2026-06-01\s+Language of the answer: (?:English|French)\. Write a sentence, or two short ones, in the place of the one that begins with "sentence:"\.(?:\s+The earlier text was not taken, for the reason given there\. Write another\.)?$/,
      );
      for (const [name, lines] of blocks)
        for (const line of lines) expect(line).toMatch(LABELS[name] ?? /^$/);
      for (const line of user.split('\n')) {
        expect(line.replace(/^\[\d+\] /, '')).not.toMatch(/\[\d+\]/);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029<>`]/u);
      }
    }
  });

  it.each(INJECTIONS.filter(({ lang }) => lang === 'en'))(
    '$id ($technique) keeps no right text from being taken',
    async (injection) => {
      const clause = 'The deposit is CAD 80 for each boat.';
      const { end } = await attack(
        injection,
        () => ({ replacement: 'The deposit is CAD 80 for each boat [1].' }),
        judging((claim, shown) => (claim === clause ? pointAt(shown, clause, 'for') : {})),
      );
      expect(end.rewrites?.[0]).toMatchObject({ by: 'model', faults: [] });
    },
  );

  const drafts = INJECTIONS.flatMap((injection) => [
    { ...injection, draft: `${injection.text} [1]` },
    { ...injection, draft: 'The deposit is CAD 15 for each boat [1].' },
  ]);
  it.each(drafts)(
    '$id ($technique) brings nothing to the customer, even with a rewriter and a judge that obey it: $draft',
    async ({ draft, ...injection }) => {
      const { end } = await attack(injection, () => ({ replacement: draft }), obeying(injection));
      for (const { by } of end.rewrites ?? []) expect(by).not.toBe('model');
    },
  );
});
