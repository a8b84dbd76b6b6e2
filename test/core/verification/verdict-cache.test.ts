import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { promMetrics } from '../../../src/adapters/system/index.js';
import { configuredCache } from '../../../src/cli/configured-cache.js';
import { type GroundingPorts, groundAnswer, openAnswerSession } from '../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { lruVerdictCache, type VerdictCache, verifyClaim } from '../../../src/core/verification/index.js';
import { Config, Decisions, type GroundingRequest } from '../../../src/schema/index.js';
import { groundingRequest } from '../../support/grounding-request.js';
import { knowledgeOf } from '../../support/knowledge.js';
import { verdict } from '../../support/verdicts.js';

const FILES = {
  'policies/boats.md': [
    '---',
    'title: Boat hire',
    'lang: en',
    'effective_from: 2026-01-01',
    '---',
    '',
    '# Boat hire',
    '',
    '## 1. Cancelling',
    '',
    'You can cancel a boat up to 48 hours before the hire begins. After that no refund is given.',
    '',
    '## 2. Deposit',
    '',
    'The deposit is 80 CAD for each boat. Children under 12 must wear a life jacket.',
    '',
  ].join('\n'),
};

/** True, false and unanswerable statements, alone and where the sentence before matters. */
const SENTENCES = [
  'The deposit is 80 CAD for each boat.',
  'The deposit is 60 CAD for each boat.',
  'You can cancel up to 48 hours before the hire begins.',
  'You can cancel up to 12 hours before the hire begins.',
  'It is given back at the jetty.',
  'Children under 12 must wear a life jacket.',
  'Children under 12 need no life jacket.',
  'Call us at 555-0199.',
  'Have a nice day!',
  'No, you can’t.',
];
const QUESTIONS = [
  'Can I cancel the day before?',
  'How much is the deposit?',
  'We are two, one is 11 years old.',
];

let index: KnowledgeIndex;
let edited: KnowledgeIndex;

beforeAll(async () => {
  index = await knowledgeOf(FILES);
  edited = await knowledgeOf({
    'policies/boats.md': FILES['policies/boats.md'].replace('80 CAD', '60 CAD'),
  });
});

/** A cache that says how often the verifier was asked after all. */
const counting = (entriesMax = 100) => {
  const asked: string[] = [];
  const lookups: boolean[] = [];
  const verdicts = lruVerdictCache(entriesMax, (isHit) => lookups.push(isHit));
  const ports = (over: Partial<GroundingPorts> = {}): GroundingPorts => ({
    knowledge: { index },
    verdicts,
    verify: async (claim, input) => {
      asked.push(claim.text);
      return await verifyClaim(claim, input);
    },
    ...over,
  });
  return { asked, lookups, ports, verdicts };
};

const ANSWER = 'The deposit is 60 CAD for each boat.';
const ask = (question: string): Partial<GroundingRequest> => ({
  messages: [{ role: 'user', content: question }],
});

describe('answers with the cache and without it', () => {
  it('are equal, whatever was asked before, whole and streamed, in any circumstances', async () => {
    const { ports, lookups } = counting(20);
    const call = fc.record({
      sentences: fc.array(fc.constantFrom(...SENTENCES), { minLength: 1, maxLength: 4 }),
      question: fc.constantFrom(...QUESTIONS),
      as_of: fc.constantFrom('2025-06-01', '2026-06-01'),
      operating_point: fc.constantFrom('cautious', 'balanced', 'permissive'),
      tenant: fc.constantFrom('a', 'b'),
      isEdited: fc.boolean(),
      isStreamed: fc.boolean(),
      case_facts: fc.constantFrom<string[]>([], ['deposit paid: 60 CAD']),
      context: fc.constantFrom<{ text: string }[]>(
        [],
        [{ text: 'The deposit is 60 CAD for each boat in May.' }],
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 5 }), async (calls) => {
        for (const { sentences, question, operating_point, isEdited, isStreamed, ...circumstances } of [
          ...calls,
          ...calls,
        ]) {
          const answer = sentences.join(' ');
          const request = groundingRequest({
            ...ask(question),
            ...circumstances,
            decisions: Decisions.parse({ operating_point }),
          });
          const knowledge = { index: isEdited ? edited : index };
          const session = openAnswerSession(request, ports({ knowledge }), isStreamed ? 'stream' : 'whole');
          const plain = openAnswerSession(request, { knowledge }, isStreamed ? 'stream' : 'whole');
          for (const piece of isStreamed
            ? sentences.map((text, at) => (at === 0 ? text : ` ${text}`))
            : [answer]) {
            expect(await session.push(piece)).toEqual(await plain.push(piece));
          }
          expect(await session.end()).toEqual(await plain.end());
        }
      }),
      { numRuns: 8, seed: 4 },
    );
    expect(lookups).toContain(true);
  });
});

describe('a verdict', () => {
  it('is reached once for whole and streamed answers, wherever the claim stands in them', async () => {
    const { asked, ports } = counting();
    const first = await groundAnswer(groundingRequest(ask('How much?')), ANSWER, ports());
    const judged = asked.length;
    const session = openAnswerSession(groundingRequest(ask('How much?')), ports());
    await session.push('Good morning!\n\n');
    await session.push(ANSWER);
    const second = await session.end();
    expect(asked).toHaveLength(judged);
    const [a, b] = [first.outcome.claims[0], second.outcome.claims[0]];
    expect(b).toEqual({ ...a, start_char: 15, end_char: 15 + ANSWER.length });
  });

  it.each<{ name: string; over: Partial<GroundingRequest>; ports?: () => Partial<GroundingPorts> }>([
    { name: 'another tenant', over: { tenant: 'other' } },
    { name: 'another day', over: { as_of: '2026-07-01' } },
    {
      name: 'another operating point',
      over: { decisions: Decisions.parse({ operating_point: 'cautious' }) },
    },
    { name: 'another question', over: ask('What about refunds?') },
    {
      name: 'other premises',
      over: {
        messages: [
          { role: 'user', content: 'I am 9.' },
          { role: 'user', content: 'How much?' },
        ],
      },
    },
    { name: 'other tool results', over: { case_facts: ['deposit: 60 CAD'] } },
    { name: 'other evidence of the caller', over: { context: [{ text: 'The deposit is 60 CAD.' }] } },
    { name: 'an edited policy', over: {}, ports: () => ({ knowledge: { index: edited } }) },
    { name: 'another language', over: { language: 'fr' } },
  ])('is reached anew for $name', async ({ over, ports: other }) => {
    const { asked, ports } = counting();
    await groundAnswer(groundingRequest(ask('How much?')), ANSWER, ports());
    const judged = asked.length;
    await groundAnswer(groundingRequest({ ...ask('How much?'), ...over }), ANSWER, ports(other?.()));
    expect(asked.length).toBeGreaterThan(judged);
  });

  it('is decided on by the settings of each answer: they come after the cache', async () => {
    const { asked, ports } = counting();
    const decide = async (failing: 'rewrite' | 'escalate' | 'block') => {
      const decisions = Decisions.parse({ failing });
      const { outcome } = await groundAnswer(
        groundingRequest({ ...ask('How much?'), decisions }),
        ANSWER,
        ports(),
      );
      return outcome.decision;
    };
    expect(await decide('block')).toBe('block');
    const judged = asked.length;
    expect(await decide('escalate')).toBe('escalate');
    expect(asked).toHaveLength(judged);
  });

  it.each([
    { name: 'throws', fail: () => Promise.reject(new Error('x')) },
    {
      name: 'says that it failed',
      fail: async () => verdict({ text: ANSWER, reason: 'check_failed:deadline' }),
    },
  ])('of a check that $name is not kept: the next answer has it tried again', async ({ fail }) => {
    const { ports } = counting();
    let isAway = true;
    const verify: GroundingPorts['verify'] = (claim, input) => (isAway ? fail() : verifyClaim(claim, input));
    const run = async () =>
      (await groundAnswer(groundingRequest(ask('How much?')), ANSWER, ports({ verify }))).outcome;
    expect((await run()).reason).toMatch(/^check_failed:/);
    isAway = false;
    expect((await run()).reason).not.toMatch(/^check_failed:/);
  });

  it('that an answer’s reader changes stays what it was for the next', async () => {
    const { ports } = counting();
    const run = () => groundAnswer(groundingRequest(ask('How much?')), ANSWER, ports());
    const first = await run();
    const kept = structuredClone(first.outcome.claims);
    first.outcome.claims[0]?.findings.splice(0);
    first.outcome.claims[0]?.evidence.splice(0);
    expect((await run()).outcome.claims).toEqual(kept);
  });
});

describe('the bound', () => {
  const keys = (cache: VerdictCache, ...asked: string[]) => asked.map((key) => cache.get(key) !== undefined);

  it('holds as many as it may, and lets go of the one unused for longest', () => {
    const cache = lruVerdictCache(2);
    for (const key of ['a', 'b']) cache.set(key, verdict({ text: key }));
    cache.get('a');
    cache.set('c', verdict({ text: 'c' }));
    expect(keys(cache, 'a', 'b', 'c')).toEqual([true, false, true]);
  });

  it('is not exceeded by the same key', () => {
    const cache = lruVerdictCache(2);
    for (const key of ['a', 'b', 'b', 'b']) cache.set(key, verdict({ text: key }));
    expect(keys(cache, 'a', 'b')).toEqual([true, true]);
  });
});

describe('the configured cache', () => {
  it('counts hits and misses', async () => {
    const metrics = promMetrics({ processMetrics: false });
    const cache = configuredCache(Config.parse({}), metrics);
    for (let turn = 0; turn < 2; turn += 1)
      await groundAnswer(groundingRequest(), 'Children under 12 must wear a life jacket.', {
        knowledge: { index },
        ...cache,
      });
    const { body } = await metrics.render();
    expect(body).toContain('plumbline_verdict_cache_lookups_total{result="miss"} 1');
    expect(body).toContain('plumbline_verdict_cache_lookups_total{result="hit"} 1');
  });

  it('is none with 0 entries', () =>
    expect(
      configuredCache(
        Config.parse({ verification: { cache_entries: 0 } }),
        promMetrics({ processMetrics: false }),
      ),
    ).toEqual({}));
});
