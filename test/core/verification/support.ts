import { readText } from '../../../src/core/reading/index.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import {
  type CaseFacts,
  NO_CASE_FACTS,
  readCaseFacts,
  type VerificationInput,
} from '../../../src/core/verification/index.js';
import type { Claim, Language } from '../../../src/schema/index.js';

/** An index of Markdown and CSV texts by path. */
export { knowledgeOf as indexOf } from '../../support/knowledge.js';

export const claimOf = (
  text: string,
  {
    lang = 'en',
    question = null,
    subject = 'rule',
  }: { lang?: Language; question?: string | null; subject?: Claim['subject'] } = {},
): Claim => ({
  text,
  start_char: 0,
  end_char: text.length,
  subject,
  lang,
  context: { question, premises: question === null ? [] : [question], antecedents: [], lead_ins: [] },
});

export const inputOf = (index: KnowledgeIndex, more: Partial<VerificationInput> = {}): VerificationInput => ({
  index,
  as_of: '2026-05-01',
  context: [],
  case_facts: NO_CASE_FACTS,
  premises: [],
  operating_point: 'balanced',
  signal: new AbortController().signal,
  ...more,
});

export const readingOf = (text: string, index: KnowledgeIndex, lang: Language = 'en') =>
  readText(text, lang, index.vocabulary);

export const caseFactsOf = (results: readonly string[], index: KnowledgeIndex): CaseFacts =>
  readCaseFacts(results, (text) => readingOf(text, index));
