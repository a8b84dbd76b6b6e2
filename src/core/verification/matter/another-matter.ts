import type { Claim, Reading } from '../../../schema/index.js';
import { inForce } from '../../indexing/index.js';
import {
  type IndexedPassage,
  type KnowledgeIndex,
  neighbours,
  sentenceBefore,
} from '../../retrieval/index.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';
import type { Affinity } from '../matching/affinity.js';
import { held } from '../matching/alignment.js';
import { answersOtherwise } from './answers-otherwise.js';
import { type AskedMatter, askedMatter, type Holds } from './asked-matter.js';
import { goesOn } from './goes-on.js';
import { decidesThen, isSaidOfThatTime, type RulingOut, rulesOutThen } from './rules-out-then.js';
import { subjectsOf } from './subjects.js';

/** How well a key must be held by a related one for it to name the same thing. */
const ALIKE_MIN = 0.5;

export interface MatterInput {
  claim: Claim;
  index: KnowledgeIndex;
  facts: KnowledgeFacts;
  affinity: Affinity;
  as_of: string;
}

/**
 * Whether a passage that bears a claim out is on another matter than what was asked, where a clause on that decides it
 * otherwise: it rules the act out at the time that is asked about, or answers for the thing that the question names what
 * the claim answers for others. Without a question nothing is on another matter.
 */
export const isOnAnotherMatter = (input: MatterInput): ((passage: IndexedPassage) => boolean) => {
  const { claim, index, facts, affinity, as_of } = input;
  const { question, premises } = claim.context;
  if (question === null) return () => false;
  let asked: AskedMatter | null = null;
  let said: Reading | null = null;
  let deciding: readonly RulingOut[] | null = null;
  const titles = subjectsOf(index);
  const holds: Holds = (passage, key) => {
    const { own, surround } = facts.of(passage);
    const isIn = (name: string): boolean => own.has(name) || surround.has(name);
    return (
      isIn(key) ||
      [...(titles.get(key) ?? [])].some(isIn) ||
      Math.max(held(key, own, affinity), held(key, surround, affinity)) >= ALIKE_MIN
    );
  };
  const isOnAnother = (passage: IndexedPassage): boolean => {
    asked ??= askedMatter({ question, premises, index, facts, as_of, lang: claim.lang });
    if (asked.clauses.length === 0) return false;
    said ??= index.read(claim.text, claim.lang);
    const reading = said;
    deciding ??= isSaidOfThatTime(reading, claim.text, asked)
      ? rulesOutThen(asked, { holds, claim: reading, text: claim.text, facts })
      : [];
    const isOn = ({ clause, about }: RulingOut): boolean =>
      clause.passage.id === passage.passage.id ||
      holds(passage, about) ||
      (clause.passage.block_id === passage.passage.block_id && goesOn(passage.passage.text));
    if (deciding.length > 0 && !decidesThen(passage, asked) && !deciding.some(isOn)) return true;
    return answersOtherwise({
      asked,
      reading,
      text: claim.text,
      passage,
      holds,
      facts,
      saidBefore: (entry, key) => isSaidBefore(index, entry, key),
      mayMention: ({ passage: { id } }, key) => {
        const ordinal = index.ordinals.get(id);
        return ordinal === undefined || index.readings.mentions(ordinal, index.strings.find(key));
      },
      beside: (entry) => clausesBeside(entry, index, as_of),
    });
  };
  const known = new Map<string, boolean>();
  return (passage) => {
    const { id } = passage.passage;
    const is = known.get(id) ?? isOnAnother(passage);
    known.set(id, is);
    return is;
  };
};

/** The other sentences and items in force of a passage's section. */
function* clausesBeside(
  { passage }: IndexedPassage,
  index: KnowledgeIndex,
  asOf: string,
): Generator<IndexedPassage, void> {
  for (const entry of neighbours(index, passage))
    if (entry.passage.row === null && inForce(entry.passage, asOf)) yield entry;
}

/** Whether the sentence before a passage, in its paragraph, has a key; told without reading it. */
const isSaidBefore = (index: KnowledgeIndex, { passage }: IndexedPassage, key: string): boolean => {
  const before = sentenceBefore(index, passage);
  const number = index.strings.find(key);
  return before !== null && number !== -1 && index.readings.keysAt(before).includes(number);
};
