import type { GroundingRequest, Language, OperatingThresholds, Passage } from '../../schema/index.js';
import { passagesOfContext } from '../indexing/index.js';
import { detectLanguage } from '../reading/index.js';
import {
  type DenseSearch,
  type IndexedPassage,
  indexPassage,
  type KnowledgeIndex,
} from '../retrieval/index.js';
import { readCaseFacts } from './customer-case/case-facts.js';
import type { VerificationInput } from './verify-claim.js';

/** The knowledge base in force, as one answer is held against it. */
export interface KnowledgeInForce {
  index: KnowledgeIndex;
  dense?: DenseSearch;
  thresholds?: OperatingThresholds;
}

/** What the customer wrote: premises about their own case. */
export const premisesOf = ({ messages }: Pick<GroundingRequest, 'messages'>): string[] =>
  messages.filter(({ role }) => role === 'user').map(({ content }) => content);

/** What every claim of an answer in `lang` is judged with. */
export const verificationOf = (
  request: GroundingRequest,
  { index, dense, thresholds }: KnowledgeInForce,
  lang: Language,
): Omit<VerificationInput, 'signal'> => {
  const read = (text: string) => index.read(text, detectLanguage(text) ?? lang);
  const contextPassage = (passage: Passage): IndexedPassage =>
    indexPassage({ ...passage, lang: detectLanguage(passage.text) ?? lang }, index.vocabulary);
  return {
    index,
    as_of: request.as_of,
    context: passagesOfContext(request.context, lang).map(contextPassage),
    case_facts: readCaseFacts(request.case_facts, read),
    premises: premisesOf(request).map(read),
    operating_point: request.decisions.operating_point,
    ...(dense === undefined ? {} : { dense }),
    ...(thresholds === undefined ? {} : { thresholds }),
  };
};
