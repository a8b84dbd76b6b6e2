import { type GroundingPorts, groundAnswer } from '../core/index.js';
import { buildSnapshot } from '../core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../core/retrieval/index.js';
import {
  type Decisions,
  type GroundedAnswer,
  type GroundingRequest,
  Language,
  type SessionEnd,
} from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';

const HELD_CHARS = 2_000;
const CLAIMS_MAX = 200;
/** Name of the knowledge base of a case whose context is all there is. */
export const NO_KNOWLEDGE_BASE = '';

/** The index of a case without a knowledge base. */
export const emptyIndex = async (): Promise<KnowledgeIndex> =>
  buildKnowledgeIndex((await buildSnapshot(NO_KNOWLEDGE_BASE, [])).snapshot);

/** Grounds one case as the product would: embedded tier, handoffs off. */
export const groundCase = async (
  item: EvaluationCase,
  index: KnowledgeIndex,
  decisions: Decisions,
): Promise<GroundedAnswer> => (await groundCaseWith(item, index, decisions, {})).outcome;

/** The same with models behind the checks, or in the place of what fails, or with other checks. */
export const groundCaseWith = (
  item: EvaluationCase,
  index: KnowledgeIndex,
  decisions: Decisions,
  models: Pick<GroundingPorts, 'models' | 'rewriter' | 'verify'>,
): Promise<SessionEnd> =>
  groundAnswer(requestOf(item, decisions), item.answer, { knowledge: { index }, ...models });

const requestOf = (item: EvaluationCase, decisions: Decisions): GroundingRequest => ({
  tenant: 'evaluation',
  knowledge_base: item.knowledge_base ?? NO_KNOWLEDGE_BASE,
  messages: item.messages,
  language: Language.safeParse(item.lang.slice(0, 2)).data ?? null,
  as_of: item.as_of,
  context: item.context,
  case_facts: item.case_facts,
  mode: 'enforce',
  fail_mode: 'closed',
  decisions,
  strict_topics: [],
  handoff: { channel: 'none', contact: {} },
  held_chars: HELD_CHARS,
  claims_max: CLAIMS_MAX,
});
