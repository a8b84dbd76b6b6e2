import { sectionId } from '../indexing/index.js';
import type { KnowledgeIndex } from '../retrieval/index.js';
import { knowledgeFacts } from '../verification/index.js';
import type { ReadPassage } from './clause-library.js';

/** A list that is given whole may be as long as a short paragraph; of a longer one an item stands alone, or nothing. */
const LIST_CHARS_MAX = 700;
/** An item of several sentences up to this long is given whole: its label and its limits belong to each of them. */
const ITEM_CHARS_MAX = 300;
/** Rows of a table that is given whole where none of them is named. */
const ROWS_MAX = 5;
/** Sentences before one that goes on from them, in the paragraph before as well. */
const BEFORE_MAX = 2;

/** One of several conditions that must be met together says too little, and so does one of the only ways. */
const WHOLE_ONLY =
  /\b(?:if|when|where|unless|provided|both|all of|one of|only|limits?|conditions?|requirements?|si|lorsque?|quand|à condition|les deux|(?:un|une|l['’]une?) des?|(?:ne\s|n['’]).{0,40}\bque|toutes les|limites?|exigences?)\b/i;

/** A sentence that says nothing without the one before it: its subject or its case stands there. */
const GOES_ON =
  /^\W*(?:(?:and|but|also|however|otherwise|then|it|they|this|that|these|those|its|their|such|here|the same|in (?:that|this|such) case|after (?:that|this)|before (?:that|this))(?!\p{L})|(?:et|mais|aussi|toutefois|cependant|sinon|puis|ensuite|cela|ceci|ces?|cet|cette|leurs?|ils|elles?|dans ce cas|passé ce délai|il en va de même|il(?!\s+(?:faut|suffit|y\s+a|n['’]y\s+a|n['’]existe|existe|ne\s+faut|est\s+\p{L}+\s+(?:de|que|d['’])))|l['’]une? d['’]\p{L}+)(?!\p{L}))/iu;

/** "A second late fee …": the first stands before it. */
const FURTHER =
  /^\W*(?:(?:an?|the)\s+(?:second|third|further)|(?:une?|les?|la)\s+(?:deuxièmes?|secondes?|troisièmes?))(?!\p{L})/iu;

/** A sentence that takes back part of what the one before it says. */
const TAKES_BACK =
  /^\W*(?:(?:but|however|except|unless|this does not|these exceptions|the only exception|(?:it|they) (?:is|are|does|do|can|may|has|have)?\s?(?:not|never))(?!\p{L})|(?:mais|toutefois|cependant|sauf|cela ne|ces exceptions|la seule exception|(?:ils?|elles?) (?:ne\s|n['’])))/iu;

/** What follows from conditions that were listed right before it: "We return the difference …". */
const FOLLOWS_LIST = /^\W*(?:we|you|your|the|nous|vous|votre|vos|la|le|les)(?!\p{L})/iu;

/** The sentence that leads a list or table in. */
export const isLeadIn = ({ passage }: ReadPassage): boolean => passage.quote.trimEnd().endsWith(':');

/** Whether an item of a list is only true of a case together with the others. */
const needsAll = ({ passage }: ReadPassage): boolean =>
  passage.kind === 'list_item' && passage.lead_in !== null && WHOLE_ONLY.test(passage.lead_in);

const wordsOf = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * A clause with what it needs to be a whole rule, in the order of the document: all items of a list of which one alone
 * says too little, the sentence that it goes on from, the exception right after it. Null where it can't be whole: a list
 * that is too long, a lead-in whose list isn't there.
 * @param said content keys of question and claim.
 */
export const wholeRule = (
  clause: ReadPassage,
  index: KnowledgeIndex,
  said: ReadonlySet<string> = new Set(),
): ReadPassage[] | null => {
  const { passage } = clause;
  if (passage.row !== null)
    return isNamedRow(clause, index, said) ? rowsNamed(clause, index, said) : blockOf(clause, index);
  if (isLeadIn(clause)) return listOf(clause, index);
  if (passage.kind === 'list_item' && needsAll(clause)) return wholeList(clause, index);
  const item = sentencesOfItem(clause, index);
  if (item !== null) return item;
  const around = (index.sections.get(sectionId(passage)) ?? []).flatMap((at) => index.entries[at] ?? []);
  const place = around.findIndex((entry) => entry.passage.id === passage.id);
  const rule = [clause];
  for (let at = place; at > place - BEFORE_MAX && goesOn(around[at]); at -= 1) {
    const before = around[at - 1];
    if (before === undefined || before.passage.kind !== 'sentence') break;
    rule.unshift(before);
  }
  const listed = rule[0] === around[place] ? listBefore(around, place, index) : null;
  if (listed !== null) rule.unshift(...listed);
  const after = around[place + 1];
  if (after?.passage.block_id !== passage.block_id || isLeadIn(after)) return rule;
  if (TAKES_BACK.test(after.passage.quote) || (goesOn(after) && addsSaid(after, rule, index, said)))
    rule.push(after);
  return rule;
};

/** The conditions under which the first sentence after a list holds. */
const listBefore = (
  around: readonly ReadPassage[],
  place: number,
  index: KnowledgeIndex,
): ReadPassage[] | null => {
  const [item, own] = [around[place - 1], around[place]];
  if (item === undefined || own === undefined || !needsAll(item)) return null;
  return FOLLOWS_LIST.test(own.passage.quote) ? wholeList(item, index) : null;
};

const goesOn = (entry: ReadPassage | undefined): boolean =>
  entry?.passage.kind === 'sentence' && (GOES_ON.test(entry.passage.quote) || isFurther(entry));

const isFurther = (entry: ReadPassage | undefined): boolean =>
  entry !== undefined && FURTHER.test(entry.passage.quote);

/** Whether what goes on from a clause has a word that was said and that the clause lacks: "It must be reserved". */
const addsSaid = (
  after: ReadPassage,
  rule: readonly ReadPassage[],
  index: KnowledgeIndex,
  said: ReadonlySet<string>,
): boolean => {
  const facts = knowledgeFacts(index);
  const own = rule.map((clause) => facts.of(clause).own);
  return [...facts.of(after).own].some((key) => said.has(key) && !own.some((keys) => keys.has(key)));
};

/**
 * Whether what was said names a row by a word of its key that the other rows lack; rows of long tables are looked up by the
 * checks, and of a short one whose rows are ranges ("8 hours and longer") all are given.
 */
const isNamedRow = (row: ReadPassage, index: KnowledgeIndex, said: ReadonlySet<string>): boolean => {
  const rows = blockOf(row, index);
  if (rows.length > ROWS_MAX || said.size === 0) return true;
  const facts = knowledgeFacts(index);
  const others = rows.filter((other) => other.passage.id !== row.passage.id);
  return [...facts.of(row).row].some(
    (key) => said.has(key) && !others.every((other) => facts.of(other).row.has(key)),
  );
};

/** A row with the others of its table of which every key was said: "10% in Tempo and 25% in Optima". */
const rowsNamed = (row: ReadPassage, index: KnowledgeIndex, said: ReadonlySet<string>): ReadPassage[] => {
  const named = index.tables
    .rowsNamedBy(said)
    .filter(({ share }) => share > 0.99)
    .flatMap(({ ordinal }) => index.entries[ordinal] ?? [])
    .filter(({ passage }) => passage.block_id === row.passage.block_id && passage.id !== row.passage.id);
  return named.length === 0 || named.length >= ROWS_MAX ? [row] : [row, ...named];
};

const blockOf = ({ passage }: ReadPassage, index: KnowledgeIndex): ReadPassage[] =>
  (index.blocks.get(passage.block_id) ?? []).flatMap((at) => index.entries[at] ?? []);

/** All sentences of an item, while they are not too many; null for anything else. */
const sentencesOfItem = (clause: ReadPassage, index: KnowledgeIndex): ReadPassage[] | null => {
  const { item } = clause.passage;
  if (item === undefined) return null;
  const sentences = blockOf(clause, index).filter(({ passage }) => passage.item === item);
  return sentences.length < 2 || charsOf(sentences) > ITEM_CHARS_MAX ? null : sentences;
};

const charsOf = (entries: readonly ReadPassage[]): number =>
  entries.reduce((sum, { passage }) => sum + passage.quote.length, 0);

/** All items of an item's list, while they are not too many. */
const wholeList = ({ passage, reading }: ReadPassage, index: KnowledgeIndex): ReadPassage[] | null => {
  const items = blockOf({ passage, reading }, index);
  return charsOf(items) + (passage.lead_in?.length ?? 0) > LIST_CHARS_MAX ? null : items;
};

/** The list that a sentence leads in: its first item follows it, with it as its lead-in. */
const listOf = ({ passage }: ReadPassage, index: KnowledgeIndex): ReadPassage[] | null => {
  const at = index.ordinals.get(passage.id);
  const first = at === undefined ? undefined : index.entries[at + 1];
  if (first?.passage.kind !== 'list_item' || first.passage.lead_in === null) return null;
  return wordsOf(first.passage.lead_in).endsWith(wordsOf(passage.text)) ? wholeList(first, index) : null;
};
