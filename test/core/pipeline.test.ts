import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { holdingText, refusalText } from '../../src/core/escalation/index.js';
import { type GroundingPorts, groundAnswer, openAnswerSession } from '../../src/core/index.js';
import type { KnowledgeIndex } from '../../src/core/retrieval/index.js';
import type { Claim, Evidence, GroundingRequest, SessionEnd, Verdict } from '../../src/schema/index.js';
import { groundingRequest } from '../support/grounding-request.js';
import { knowledgeOf } from '../support/knowledge.js';
import { failing, undecided, verdict } from '../support/verdicts.js';

const CLAUSE = 'Spare batteries must stay in the cabin.';
const MORE = 'Each passenger may bring two of them.';
let index: KnowledgeIndex;

beforeAll(async () => {
  index = await knowledgeOf({
    'policies/batteries.md': `---\ntitle: Batteries\nlang: en\n---\n\n# Batteries\n\n## 1. Where\n\n${CLAUSE} ${MORE}\n`,
  });
});

const citation = (): Evidence => {
  const found = index.entries.find((entry) => entry.passage.quote === CLAUSE)?.passage;
  if (found === undefined) throw new Error('the clause is not indexed');
  const { source, section, quote, start_char, end_char, lang, version, effective_from, effective_to, row } =
    found;
  return {
    relation: 'contradicts',
    source,
    section,
    quote,
    start_char,
    end_char,
    lang,
    version,
    effective_from,
    effective_to,
    row,
  };
};

/** Judges by a word in the claim: what a test wants to happen stands in the answer itself. */
const judge = async (claim: Claim): Promise<Verdict> => {
  const { text, start_char, end_char } = claim;
  const at = { text, start_char, end_char };
  if (text.includes('broken')) throw new Error('a check fell over');
  if (text.includes('wrong')) return failing({ ...at, evidence: [citation()] });
  if (text.includes('invented')) return failing({ ...at, label: 'unsupported', reason: 'no_evidence' });
  if (text.includes('unclear')) return undecided(at);
  return verdict(at);
};

const ports = (over: Partial<GroundingPorts> = {}): GroundingPorts => ({
  knowledge: { index },
  verify: judge,
  ...over,
});

const whole = (answer: string, over: Partial<GroundingRequest> = {}, with_: Partial<GroundingPorts> = {}) =>
  groundAnswer(groundingRequest(over), answer, ports(with_));

const streamed = async (
  deltas: readonly string[],
  over: Partial<GroundingRequest> = {},
  with_: Partial<GroundingPorts> = {},
): Promise<{ text: string; end: SessionEnd }> => {
  const session = openAnswerSession(groundingRequest(over), ports(with_), 'stream');
  let text = '';
  for (const delta of deltas) text += await session.push(delta);
  const end = await session.end();
  return { text: text + end.text, end };
};

const GOOD = 'Batteries of 100 Wh stay in the cabin. You can bring two of them.\n';
const WRONG = 'The wrong rule lets you check 9 batteries in. ';
const INVENTED = 'You will get an invented credit of CAD 40. ';
const UNCLEAR = 'The unclear fee is CAD 12. ';
const BROKEN = 'The broken fee is CAD 13. ';

describe('groundAnswer', () => {
  it('passes a verified answer byte for byte', async () => {
    const { outcome, released, withheld } = await whole(GOOD);
    expect(outcome).toMatchObject({ decision: 'pass', reason: 'grounded', answer: GOOD });
    expect(released).toEqual([{ start_char: 0, end_char: GOOD.length }]);
    expect(withheld).toEqual([]);
  });

  it('puts the clause in place of what it contradicts, and leaves the rest alone', async () => {
    const { outcome } = await whole(`${WRONG}${GOOD}`);
    expect(outcome.decision).toBe('rewrite');
    expect(outcome.answer).toBe(`Our policy says: “${CLAUSE}” (Batteries, 1. Where). ${GOOD}`);
  });

  it('leaves an invention out and says so once', async () => {
    const { outcome } = await whole(`${INVENTED}${INVENTED}${GOOD}`);
    expect(outcome.answer.match(/left it out/g)).toHaveLength(1);
    expect(outcome.answer).not.toContain('credit');
    expect(outcome.answer.endsWith(GOOD)).toBe(true);
  });

  it('escalates when no clause that it could quote passes the checks itself', async () => {
    const verify = async (claim: Claim): Promise<Verdict> =>
      [CLAUSE, MORE].includes(claim.text) ? undecided({ text: claim.text }) : judge(claim);
    const { outcome } = await whole(`${GOOD}${WRONG}`, {}, { verify });
    expect(outcome).toMatchObject({ decision: 'escalate', reason: 'rewrite_failed' });
    expect(outcome.answer).toBe(holdingText(groundingRequest().handoff, 'en'));
  });

  it('marks what could not be verified, and never calls it grounded', async () => {
    expect((await whole(`${GOOD}${UNCLEAR}`)).outcome).toMatchObject({
      decision: 'pass',
      reason: 'not_verified',
    });
  });

  it('calls an answer without claims what it is', async () => {
    expect((await whole('Hello! How can I help you?')).outcome).toMatchObject({
      decision: 'pass',
      reason: 'no_checkable_claim',
      groundedness: null,
    });
    expect((await whole('')).outcome).toMatchObject({
      decision: 'pass',
      reason: 'no_checkable_claim',
      answer: '',
    });
  });

  it('finds nothing verified in an empty knowledge base', async () => {
    const empty = await knowledgeOf({});
    const { outcome } = await whole(GOOD, {}, { knowledge: { index: empty } });
    expect(outcome).toMatchObject({ decision: 'block', reason: 'check_failed:index_empty' });
  });

  it('blocks an answer with more claims than are checked', async () => {
    const { outcome } = await whole(GOOD, { claims_max: 1 });
    expect(outcome).toMatchObject({ decision: 'block', reason: 'check_failed:claims_limit' });
  });

  it('delivers the bot’s own words in shadow mode, and says what it would have done', async () => {
    const { outcome } = await whole(`${WRONG}${BROKEN}`, { mode: 'shadow' });
    expect(outcome.answer).toBe(`${WRONG}${BROKEN}`);
    expect(outcome.decision).toBe('block');
  });

  it('stops when the caller hangs up', async () => {
    const gone = AbortSignal.abort();
    await expect(groundAnswer(groundingRequest(), GOOD, ports(), gone)).rejects.toThrow();
  });

  describe.each([
    { fail_mode: 'closed' as const, decision: 'block', text: refusalText },
    { fail_mode: 'escalate' as const, decision: 'escalate', text: holdingText },
  ])('a check that throws, under fail_mode $fail_mode', ({ fail_mode, decision, text }) => {
    const closing = text(groundingRequest().handoff, 'en');

    it('keeps the whole answer back', async () => {
      const { outcome } = await whole(`${GOOD}${BROKEN}`, { fail_mode });
      expect(outcome).toMatchObject({ decision, reason: 'check_failed:verification', answer: closing });
    });

    it('ends a stream after its verified part with the same words', async () => {
      const { text: delivered, end } = await streamed([GOOD, BROKEN, GOOD], { fail_mode });
      expect(delivered).toBe(`${GOOD}\n\n${closing}`);
      expect(end.outcome.answer).toBe(delivered);
      expect(end.withheld).toEqual([{ start_char: GOOD.length, end_char: (GOOD + BROKEN + GOOD).length }]);
    });
  });

  it('lets a failed check through only where the operator said so, marked', async () => {
    const { outcome } = await whole(BROKEN, { fail_mode: 'open_and_mark' });
    expect(outcome).toMatchObject({ decision: 'pass', reason: 'check_failed:verification' });
    expect(outcome.claims.every((claim) => claim.label !== 'supported')).toBe(true);
  });
});

describe('openAnswerSession', () => {
  it('holds back one sentence and the configured characters at most, even where a sentence never ends', async () => {
    const session = openAnswerSession(groundingRequest({ held_chars: 200 }), ports(), 'stream');
    let received = 0;
    let released = 0;
    for (let count = 0; count < 400; count += 1) {
      const delta = `and ${count} batteries in the cabin 😀 `;
      received += delta.length;
      released += (await session.push(delta)).length;
      expect(received - released).toBeLessThanOrEqual(200 + delta.length);
    }
    const { text, outcome } = await session.end();
    expect(released + text.length).toBe(received);
    expect(outcome.answer).toBe(outcome.original_answer);
  });

  it('releases a sentence as soon as it is verified', async () => {
    const session = openAnswerSession(groundingRequest(), ports());
    expect(await session.push('Batteries of 100 Wh stay in the cabin. You')).toBe(
      'Batteries of 100 Wh stay in the cabin. ',
    );
  });

  it('releases nothing of a failing sentence', async () => {
    const session = openAnswerSession(groundingRequest(), ports());
    expect(await session.push(`${BROKEN}${GOOD} And`)).toBe('');
  });

  const part = fc.constantFrom(
    GOOD,
    WRONG,
    INVENTED,
    UNCLEAR,
    BROKEN,
    '- A battery: CAD 5\n',
    'Bonjour! 🔋 ',
    '\n\n',
  );
  const cuts = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });

  it('gives a stream the claims, verdicts, decision and text of the same answer whole, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), cuts, async (parts, at) => {
        const answer = parts.join('');
        const edges = [0, ...at.filter((cut) => cut < answer.length).sort((a, b) => a - b), answer.length];
        const deltas = edges.slice(1).map((edge, i) => answer.slice(edges[i], edge));
        const expected = await whole(answer, { language: 'en' });
        const { text, end } = await streamed(deltas, { language: 'en' });
        expect(end.outcome.claims).toEqual(expected.outcome.claims);
        expect(end.outcome.decision).toBe(expected.outcome.decision);
        expect(end.outcome.reason).toBe(expected.outcome.reason);
        expect(end.outcome.answer).toBe(text);
        if (['pass', 'rewrite'].includes(expected.outcome.decision))
          expect(text).toBe(expected.outcome.answer);
        else expect(text.endsWith(expected.outcome.answer)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

it('other work is let in between the segments of an answer', async () => {
  const order: string[] = [];
  await whole(
    'One is right. Two is right.',
    {},
    {
      verify: async (claim) => {
        order.push(claim.text);
        return judge(claim);
      },
      breathe: async () => {
        order.push('…');
      },
    },
  );
  expect(order).toEqual(['…', 'One is right.', '…', 'Two is right.']);
});
