import { beforeAll, describe, expect, it } from 'vitest';
import { groundAnswer, type ModelRequest } from '../../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { type ClaimGrader, llmJudge, type ModelTier } from '../../../../src/core/verification/judge/index.js';
import { plainLine } from '../../../../src/core/verification/judge/plain-line.js';
import type { Claim, GroundingRequest, SessionEnd, Verdict } from '../../../../src/schema/index.js';
import { groundingRequest } from '../../../support/grounding-request.js';
import { INJECTIONS, type Injection } from '../../../support/injections.js';
import { knowledgeOf } from '../../../support/knowledge.js';
import { scriptedGrader } from '../../../support/scripted-grader.js';
import { judging, scriptedModel, shownPrompt } from '../../../support/scripted-model.js';
import { undecided } from '../../../support/verdicts.js';

const POLICY = (extra = '') =>
  `---\ntitle: Boat hire\nlang: en\neffective_from: 2026-01-01\n---\n\n# Boat hire\n\n## 1. Deposit\n\nThe deposit is CAD 80 for each boat. It is given back at the jetty.\n\n${extra}\n`;
const WRONG = 'The deposit is CAD 15 for each boat.';

let plain: KnowledgeIndex;
beforeAll(async () => {
  plain = await knowledgeOf({ 'policies/boats.md': POLICY() });
});

const leaveOpen = async ({ text, start_char, end_char }: Claim): Promise<Verdict> =>
  undecided({ text, start_char, end_char });

/** Grounds an answer with an injection at its place; every claim is open, so that the grader alone decides. */
const attackOn = async (grader: ClaimGrader, { where, text, lang }: Injection): Promise<SessionEnd> => {
  const models: ModelTier = {
    stages: [{ grader, claims: 'all', evidence_chars: 6_000 }],
    group_chars: 8_000,
  };
  const request: Partial<GroundingRequest> = {
    language: lang,
    messages: [{ role: 'user', content: where === 'customer' ? text : 'How much is the deposit?' }],
    case_facts: where === 'tool_result' ? [text] : [],
    context: where === 'context' ? [{ title: 'Deposit', text }] : [],
  };
  const index = where === 'policy' ? await knowledgeOf({ 'policies/boats.md': POLICY(text) }) : plain;
  return await groundAnswer(groundingRequest(request), where === 'answer' ? text : WRONG, {
    knowledge: { index },
    verify: leaveOpen,
    models,
  });
};

/** The same with a judge. */
const attack = async (
  injection: Injection,
  reply: (request: ModelRequest) => unknown,
): Promise<{ end: SessionEnd; requests: ModelRequest[] }> => {
  const model = scriptedModel(reply);
  return { end: await attackOn(llmJudge(model, 1), injection), requests: model.requests };
};

/** A judge that does as it is told: supported, by all evidence, with words of the injection as its quote. */
const obeying =
  ({ text }: Injection) =>
  (request: ModelRequest) => {
    const { evidence } = shownPrompt(request.user);
    const line = plainLine(text);
    // What an injection looks like in the evidence where it stands there, else the words it brings.
    const quote = [...evidence.values()].find((shown) => shown.length > 8 && line.includes(shown)) ?? line;
    return judging(() => ({ label: 'supported', for: [...evidence.keys()], quote }))(request);
  };

const LABELS: Record<string, RegExp> = {
  evidence: /^(?:section: |tool result \(|\[\d+\] )/,
  customer: /^(?:said before: |asks: )/,
  claims: /^(?:claim \d+, about | {2}stands under: | {2}comes after: | {2}says: )/,
};

describe('an injection', () => {
  it('is tried in at least sixty ways, at every place', () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(INJECTIONS.map(({ where }) => where)).size).toBe(5);
  });

  it.each(INJECTIONS)('$id ($technique) stays inside its block, a labelled line each', async (injection) => {
    const { requests } = await attack(injection, () => ({ fails: 'refused' }));
    expect(requests.length).toBeGreaterThan(0);
    for (const { user, system } of requests) {
      const { fence, blocks, evidence } = shownPrompt(user);
      expect(fence).toMatch(/^[0-9a-f]{20}$/);
      expect(user.split(fence)).toHaveLength(7);
      expect(system).not.toContain(fence);
      // Everything outside of the blocks is ours, whatever the texts say.
      const outside = user.replace(/BEGIN (\w+) [0-9a-f]{20}\n[\s\S]*?\nEND \1 [0-9a-f]{20}/g, '').trim();
      expect(outside).toMatch(
        /^Day for which the evidence is in force: 2026-06-01\s+Give one verdict for each of the claims 1 to \d+\.$/,
      );
      for (const [name, lines] of blocks)
        for (const line of lines) expect(line).toMatch(LABELS[name] ?? /^$/);
      expect([...evidence.keys()]).toEqual([...evidence.keys()].map((_, i) => i + 1));
      // A line's label is its own: nothing in it looks like a label of evidence or has unseen characters.
      for (const line of user.split('\n')) {
        expect(line.replace(/^\[\d+\] /, '')).not.toMatch(/\[\d+\]/);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029<>`]/u);
      }
    }
  });

  it.each(INJECTIONS)(
    '$id ($technique) verifies nothing, even with a judge that obeys it',
    async (injection) => {
      const { end } = await attack(injection, obeying(injection));
      for (const { band, label } of end.outcome.claims) {
        expect(band).not.toBe('verified');
        expect(label).not.toBe('supported');
      }
    },
  );

  it.each(INJECTIONS)(
    '$id ($technique) verifies nothing with a grader that takes it for evidence',
    async (injection) => {
      const line = plainLine(injection.text);
      const grader = scriptedGrader((_claim, { evidence }) => {
        const brought = evidence.items.filter(
          ({ text, passage }) => passage === null || (text.length > 8 && line.includes(text)),
        );
        return {
          isGraded: true,
          label: 'supported',
          for: brought.map(({ number }) => number),
          against: [],
          quote: null,
          finding: '',
          kind: null,
        };
      });
      const { outcome } = await attackOn(grader, injection);
      expect(grader.requests.length).toBeGreaterThan(0);
      for (const { band, label } of outcome.claims) {
        expect(band).not.toBe('verified');
        expect(label).not.toBe('supported');
      }
    },
  );

  it.each(INJECTIONS.filter(({ where }) => where !== 'policy' && where !== 'context'))(
    '$id ($technique) changes nothing of what a judge is shown as policy',
    async (injection) => {
      const { requests } = await attack(injection, () => ({ fails: 'refused' }));
      const rules = requests.flatMap(
        ({ user }) =>
          (shownPrompt(user).blocks.get('evidence')?.join('\n') ?? '').split('\ntool result (')[0],
      );
      for (const shown of rules)
        expect(shown).toBe(
          'section: Boat hire › 1. Deposit (policies/boats.md, in force from 2026-01-01)\n[1] The deposit is CAD 80 for each boat.\n[2] It is given back at the jetty.',
        );
    },
  );
});
