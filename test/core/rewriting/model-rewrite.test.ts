import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type GroundingPorts,
  groundAnswer,
  MODEL_FAILURES,
  type ModelRequest,
  openAnswerSession,
} from '../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { llmJudge, type ModelTier } from '../../../src/core/verification/judge/index.js';
import type { Claim, GroundingRequest, SessionEnd, Verdict } from '../../../src/schema/index.js';
import { groundingRequest } from '../../support/grounding-request.js';
import { knowledgeOf } from '../../support/knowledge.js';
import { judging, pointAt, scriptedModel, shownPrompt, shownTask } from '../../support/scripted-model.js';
import { evidence, failing, undecided, verdict } from '../../support/verdicts.js';

const POLICY = `---
title: Boat hire
lang: en
---

# Boat hire

## 1. Deposit

The deposit is CAD 80 for each boat. It is given back at the jetty on the day of the hire.

## 2. Cancelling

A booking can be cancelled free of charge up to 48 hours before the hire. Later the whole price is due.

## 3. Life jackets

Children under 12 must wear a life jacket. Life jackets are lent free of charge.
`;
const HELLO = 'Hello there! ';
const WRONG = 'The deposit is CAD 60 for each boat. ';
const RIGHT = 'Life jackets are lent free of charge.';
const FLUENT = 'For each boat the deposit is CAD 80 [1].';
const CITED = 'For each boat the deposit is CAD 80 (Boat hire, 1. Deposit). ';
const BY_CLAUSE = 'Our policy says: “The deposit is CAD 80 for each boat.” (Boat hire, 1. Deposit). ';
const MIXED =
  'You can cancel free of charge up to 24 hours before the hire, and life jackets are lent free of charge. ';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({ 'policies/boats.md': POLICY });
});

/** Checks that prove a deposit of CAD 60 wrong, and have an opinion on all the rest. */
const checks =
  (rest: (at: Partial<Verdict>) => Verdict) =>
  async ({ text, start_char, end_char }: Claim): Promise<Verdict> => {
    const at = { text, start_char, end_char };
    if (!text.includes('CAD 60')) return rest(at);
    const passage = index.entries.find((entry) => entry.passage.text.includes('CAD 80'))?.passage;
    const against = passage === undefined ? [] : [evidence({ ...passage, relation: 'contradicts' })];
    return failing({ ...at, is_proven: true, evidence: against });
  };

interface Rewritten {
  end: SessionEnd;
  requests: ModelRequest[];
}

/** Grounds an answer with a rewriter that replies in order, the last reply again and again. */
const rewritten = async (
  answer: string,
  replies: readonly unknown[],
  { ports = {}, request = {} }: { ports?: Partial<GroundingPorts>; request?: Partial<GroundingRequest> } = {},
): Promise<Rewritten> => {
  const model = scriptedModel(() => {
    const reply = replies[Math.min(model.requests.length, replies.length) - 1];
    return typeof reply === 'string' ? { replacement: reply } : reply;
  });
  const end = await groundAnswer(groundingRequest(request), answer, {
    knowledge: { index },
    rewriter: model,
    ...ports,
  });
  return { end, requests: model.requests };
};

describe('a rewriter', () => {
  it('writes in the place of what fails, with the clause’s place; the rest stays byte for byte', async () => {
    const { end, requests } = await rewritten(HELLO + WRONG + RIGHT, [FLUENT]);
    expect(end.outcome).toMatchObject({ decision: 'rewrite', answer: HELLO + CITED + RIGHT });
    expect(end.rewrites).toEqual([
      { start_char: HELLO.length, end_char: (HELLO + WRONG).length, by: 'model', faults: [] },
    ]);
    expect(end.models).toMatchObject([
      { stage: 'rewriter', model: 'test:scripted', prompt: 'rewriter-1', calls: 1, failures: 0, claims: 1 },
    ]);
    const task = shownTask(requests[0]?.user ?? '');
    expect(task).toMatchObject({ sentence: WRONG.trim(), wrong: [WRONG.trim()], right: [], earlier: [] });
    expect([...task.clauses.values()]).toEqual(['The deposit is CAD 80 for each boat.']);
  });

  it('keeps what is right in the sentence', async () => {
    const { end, requests } = await rewritten(MIXED, [
      'A booking can be cancelled free of charge up to 48 hours before the hire [1], and life jackets are lent free of charge.',
    ]);
    expect(shownTask(requests[0]?.user ?? '').right).toEqual(['life jackets are lent free of charge.']);
    expect(end.outcome.answer).toBe(
      'A booking can be cancelled free of charge up to 48 hours before the hire (Boat hire, 2. Cancelling), and life jackets are lent free of charge. ',
    );
  });

  it('writes items without touching their marks', async () => {
    const list = 'Good to know:\n\n- Children under 8 must wear a life jacket.\n- Have fun!\n';
    const { end } = await rewritten(list, ['- Children under 12 must wear a life jacket. [1]']);
    expect(end.outcome.answer).toBe(
      'Good to know:\n\n- Children under 12 must wear a life jacket (Boat hire, 3. Life jackets).\n- Have fun!\n',
    );
  });

  it('writes rows with the cells they have', async () => {
    const table = '| What | Fee |\n|---|---|\n| Deposit for each boat | CAD 60 |\n';
    const rows = (reply: string) => rewritten(table, [reply]);
    expect((await rows('| Deposit for each boat | CAD 80 [1] |')).end.outcome.answer).toBe(
      '| What | Fee |\n|---|---|\n| Deposit for each boat | CAD 80 (Boat hire, 1. Deposit) |\n',
    );
    for (const other of ['The deposit is CAD 80 [1].', '| Boats | CAD 80 [1] |', '| a | b | CAD 80 [1] |'])
      expect((await rows(other)).end.rewrites?.[0]).toMatchObject({
        by: 'clauses',
        faults: ['form', 'form'],
      });
  });

  it('is shown at the second try why the first was not taken', async () => {
    const { end, requests } = await rewritten(WRONG, ['The deposit is CAD 95 for each boat [1].', FLUENT]);
    expect(end.outcome.answer).toBe(CITED);
    expect(end.rewrites).toMatchObject([{ by: 'model', faults: ['new_figure'] }]);
    expect(shownTask(requests[1]?.user ?? '').earlier).toEqual([
      'text: The deposit is CAD 95 for each boat (1).',
      'not taken, since it has figures that stand in no clause:',
      '  95',
    ]);
  });

  it.each([
    { fault: 'declined', draft: ' ', tries: 1 },
    { fault: 'form', draft: '# The deposit is CAD 80 for each boat [1].' },
    { fault: 'form', draft: 'The deposit is <b>CAD 80</b> for each boat [1].' },
    { fault: 'form', draft: `The deposit is CAD 80 for each boat [1]. ${'It really is so. '.repeat(20)}` },
    { fault: 'language', draft: 'La caution est de 80 CAD pour chaque bateau [1].' },
    { fault: 'citation', draft: 'The deposit is CAD 80 for each boat.' },
    { fault: 'citation', draft: 'The deposit is CAD 80 for each boat [9].' },
    { fault: 'new_figure', draft: 'The deposit is CAD 80 for each of ten boats [1].' },
    { fault: 'new_contact', draft: 'The deposit is CAD 80, see prizes.example/win [1].' },
    { fault: 'no_claim', draft: 'Thank you for asking [1]!' },
    { fault: 'not_verified', draft: 'The deposit of CAD 80 is never given back [1].' },
    { fault: 'not_verified', draft: 'The deposit is CAD 80 for each boat [1], and swimming is forbidden.' },
  ])(
    'whose text has the fault $fault gives way to the clauses: $draft',
    async ({ fault, draft, tries = 2 }) => {
      const { end, requests } = await rewritten(WRONG, [draft]);
      expect(end.outcome).toMatchObject({ decision: 'rewrite', answer: BY_CLAUSE });
      expect(end.rewrites).toMatchObject([{ by: 'clauses', faults: Array(tries).fill(fault) }]);
      expect(requests).toHaveLength(tries);
    },
  );

  it('that leaves out what is right gives way to the clauses', async () => {
    const { end } = await rewritten(MIXED, [
      'A booking can be cancelled free of charge up to 48 hours before the hire [1].',
    ]);
    expect(end.rewrites).toMatchObject([{ by: 'clauses', faults: ['dropped', 'dropped'] }]);
  });

  it.each(MODEL_FAILURES.map((fails) => ({ fails })))(
    'that fails ($fails) is not asked again, and the clauses take its place',
    async ({ fails }) => {
      const { end, requests } = await rewritten(WRONG, [{ fails }]);
      expect(end.outcome.answer).toBe(BY_CLAUSE);
      expect(end.rewrites).toMatchObject([{ by: 'clauses', faults: [`model_${fails}`] }]);
      expect(end.models).toMatchObject([{ stage: 'rewriter', failures: 1 }]);
      expect(requests).toHaveLength(1);
    },
  );

  it.each([
    { name: 'nothing', reply: null },
    { name: 'a list', reply: [FLUENT] },
    { name: 'another field', reply: { text: FLUENT } },
    { name: 'a further field', reply: { replacement: FLUENT, verified: true } },
  ])('that replies in another form ($name) is unreadable', async ({ reply }) => {
    const { end } = await rewritten(WRONG, [reply]);
    expect(end.outcome.answer).toBe(BY_CLAUSE);
    expect(end.rewrites).toMatchObject([{ by: 'clauses', faults: ['model_unreadable'] }]);
    expect(end.models).toMatchObject([{ failures: 1 }]);
  });

  it('that throws harms nothing', async () => {
    const rewriter = { id: 'test:broken', ask: async () => Promise.reject(new Error('broken')) };
    const { end } = await rewritten(WRONG, [], { ports: { rewriter } });
    expect(end.outcome.answer).toBe(BY_CLAUSE);
    expect(end.rewrites).toMatchObject([{ by: 'clauses', faults: ['failed'] }]);
  });

  it('is not asked about what nothing bears on, and what is wrong without a clause escalates as before', async () => {
    const contradicted = async (claim: Claim): Promise<Verdict> => ({
      ...undecided({ text: claim.text, start_char: claim.start_char, end_char: claim.end_char }),
      label: 'contradicted',
      band: 'failing',
    });
    const { end, requests } = await rewritten('Boats can fly to the moon.', [FLUENT], {
      ports: { verify: contradicted },
    });
    expect(requests).toEqual([]);
    expect(end.outcome).toMatchObject({ decision: 'escalate', reason: 'rewrite_failed' });
    expect(end.rewrites).toMatchObject([{ by: 'none', faults: [] }]);
  });

  it('does not say again what its answer says already', async () => {
    const again = `${WRONG}You pay a deposit of CAD 60 for each boat.`;
    const ports = { verify: checks(verdict) };
    const { end, requests } = await rewritten(again, [FLUENT], { ports });
    expect(requests).toHaveLength(1);
    expect(end.outcome.answer).toBe(CITED);
  });

  it('is not asked after the answer has escalated', async () => {
    const { requests } = await rewritten(`${WRONG}${RIGHT}`, [FLUENT], {
      request: { decisions: { ...groundingRequest().decisions, failing: 'escalate' } },
    });
    expect(requests).toEqual([]);
  });

  it('is not asked where a rewritten text goes nowhere', async () => {
    const { end, requests } = await rewritten(WRONG, [FLUENT], { request: { is_rewritten: false } });
    expect(requests).toEqual([]);
    expect(end.rewrites).toBeUndefined();
  });

  it('keeps a French answer French', async () => {
    const { end } = await rewritten('La caution est de 60 CAD pour chaque bateau.', [
      'La caution est de 80 CAD pour chaque bateau [1].',
    ]);
    expect(end.language).toBe('fr');
    expect(end.outcome.answer).toContain('80 CAD');
  });
});

/** A careful writer: gives back the first clause, and what is right after it. */
const careful = ({ user }: ModelRequest): unknown => {
  const { clauses, right } = shownTask(user);
  const clause = [...clauses.values()][0] ?? '';
  return { replacement: [`${clause.replace(/\.$/, '')} [1].`, ...right].join(' ') };
};

describe('streamed and whole answers', () => {
  const SENTENCES = [
    HELLO,
    WRONG,
    RIGHT,
    MIXED,
    '\n\n- Children under 8 must wear a life jacket.\n',
    '- The deposit is CAD 80 for each boat.\n',
  ];
  const cut = fc.tuple(
    fc.array(fc.constantFrom(...SENTENCES), { minLength: 1, maxLength: 6 }),
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
  );

  it('ask the rewriter the same and deliver the same text, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(cut, async ([sentences, lengths]) => {
        const answer = sentences.join('');
        const [whole, streamed] = [scriptedModel(careful), scriptedModel(careful)];
        const end = await groundAnswer(groundingRequest(), answer, {
          knowledge: { index },
          rewriter: whole,
        });
        const session = openAnswerSession(groundingRequest(), { knowledge: { index }, rewriter: streamed });
        let delivered = '';
        for (let at = 0, i = 0; at < answer.length; i += 1) {
          const length = lengths[i % lengths.length] ?? 1;
          delivered += await session.push(answer.slice(at, at + length));
          at += length;
        }
        const ended = await session.end();
        expect(delivered + ended.text).toBe(end.outcome.answer);
        expect(ended.rewrites).toEqual(end.rewrites);
        expect(ended.models).toEqual(end.models);
        expect(streamed.requests.map(({ user }) => user)).toEqual(whole.requests.map(({ user }) => user));
      }),
      { numRuns: 15 },
    );
  });

  it('in shadow mode go out at once in the bot’s own words; the rewriter is asked at the end', async () => {
    const model = scriptedModel(careful);
    const session = openAnswerSession(groundingRequest({ mode: 'shadow' }), {
      knowledge: { index },
      rewriter: model,
    });
    expect(await session.push(WRONG + RIGHT)).toBe(WRONG + RIGHT);
    expect(model.requests).toEqual([]);
    const { outcome, rewrites } = await session.end();
    expect(outcome).toMatchObject({ decision: 'rewrite', answer: WRONG + RIGHT });
    expect(rewrites).toMatchObject([{ by: 'model' }]);
  });
});

describe('with a judge', () => {
  const judged = async (
    judge: (request: ModelRequest) => unknown,
    draft: unknown = { replacement: FLUENT },
  ): Promise<{ end: SessionEnd; judges: ModelRequest[]; writes: ModelRequest[] }> => {
    const judging = scriptedModel(judge);
    const writing = scriptedModel(() => draft);
    const models: ModelTier = {
      stages: [{ grader: llmJudge(judging, 1), claims: 'not_verified', evidence_chars: 6_000 }],
      group_chars: 200,
    };
    const end = await groundAnswer(groundingRequest(), WRONG, {
      knowledge: { index },
      verify: checks(undecided),
      models,
      rewriter: writing,
    });
    return { end, judges: judging.requests, writes: writing.requests };
  };
  const agrees = judging((claim, shown) =>
    claim.includes('CAD 80') ? pointAt(shown, 'The deposit is CAD 80 for each boat.', 'for') : {},
  );

  it('a text counts as verified when the judge verifies what the checks leave open', async () => {
    const { end, judges } = await judged(agrees);
    expect(end.outcome.answer).toBe(CITED);
    expect(end.rewrites).toMatchObject([{ by: 'model', faults: [] }]);
    // Once for the clauses, once for the text.
    expect(judges.map(({ user }) => shownPrompt(user).claims.at(0))).toEqual([
      'The deposit is CAD 80 for each boat.',
      'For each boat the deposit is CAD 80.',
    ]);
    expect(end.models?.map(({ stage, calls }) => ({ stage, calls }))).toEqual([
      { stage: 'judge', calls: 2 },
      { stage: 'rewriter', calls: 1 },
    ]);
  });

  it('a clause that the checks leave open is given back when the judge verifies it', async () => {
    const { end } = await judged(agrees, { fails: 'refused' });
    expect(end.outcome.answer).toBe(BY_CLAUSE);
    expect(end.rewrites).toMatchObject([{ by: 'clauses', faults: ['model_refused'] }]);
  });

  it.each([
    { name: 'does not verify', judge: judging(() => ({})) },
    { name: 'refuses', judge: () => ({ fails: 'refused' }) },
    { name: 'is late', judge: () => ({ fails: 'late' }) },
    { name: 'cannot be read', judge: () => ({ verdict: 'supported' }) },
    {
      name: 'calls supported without a quote that stands anywhere',
      judge: judging((_, shown) => ({
        label: 'supported',
        for: [...shown.keys()],
        quote: 'It is all true.',
      })),
    },
  ])('neither text nor clause that it $name ever goes out', async ({ judge }) => {
    const { end } = await judged(judge);
    expect(end.outcome).toMatchObject({ decision: 'escalate', reason: 'rewrite_failed' });
    expect(end.outcome.answer).not.toContain('CAD');
    expect(end.rewrites).toMatchObject([{ by: 'none', faults: ['not_verified', 'not_verified'] }]);
  });
});
