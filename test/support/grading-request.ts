import type { KnowledgeIndex } from '../../src/core/retrieval/index.js';
import { type GradingRequest, packEvidence } from '../../src/core/verification/judge/index.js';
import type { Claim } from '../../src/schema/index.js';
import { knowledgeOf } from './knowledge.js';

export const BOATS = `---
title: Boat hire
lang: en
---

# Boat hire

## 1. Deposit

The deposit is CAD 80 for each boat. It is given back at the jetty.

## 2. Life jackets

Children under 12 must wear a life jacket. We lend them free of charge.
`;

/** A claim about a rule, that answers no question; a test names what differs. */
export const claimOf = (text: string, over: Partial<Claim> = {}): Claim => ({
  text,
  start_char: 0,
  end_char: text.length,
  subject: 'rule',
  lang: 'en',
  context: { question: null, premises: [], antecedents: [], lead_ins: [] },
  ...over,
});

export const CONTEXT = {
  question: 'How do I get my money back?',
  premises: [],
  antecedents: ['We ask for a deposit.'],
  lead_ins: ['Deposit:'],
};

let boats: Promise<KnowledgeIndex> | null = null;
export const boatsIndex = (): Promise<KnowledgeIndex> => {
  boats ??= knowledgeOf({ 'policies/boats.md': BOATS });
  return boats;
};

/** Claims with the evidence of the boats' policy, as a grader gets them. */
export const gradingRequest = async (
  claims: readonly Claim[],
  tool_results: readonly string[] = [],
): Promise<GradingRequest> => ({
  tenant: 'test',
  as_of: '2026-06-01',
  claims,
  evidence: await packEvidence(claims, {
    index: await boatsIndex(),
    as_of: '2026-06-01',
    context: [],
    tool_results,
    chars: 6_000,
    signal: new AbortController().signal,
  }),
});
