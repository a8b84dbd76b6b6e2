import { placesOf, startsWithNumber } from '../../lexicon/index.js';
import { EMPTY_VOCABULARY, readText } from '../../reading/index.js';
import { type KnowledgeIndex, readingLanguage } from '../../retrieval/index.js';
import { contentKeys } from '../knowledge-facts.js';

/** A word that more passages than this have themselves says nothing of what was asked. */
const PASSAGE_SHARE_MAX = 0.25;

/** What a word of a title is held by: itself, and the operator's own terms in that title. */
export type Subjects = ReadonlyMap<string, ReadonlySet<string>>;

const rareCache = new WeakMap<KnowledgeIndex, (key: string) => boolean>();

/** Whether so few passages have a key themselves that it tells what they are about. */
export const isRareIn = (index: KnowledgeIndex): ((key: string) => boolean) => {
  const known = rareCache.get(index);
  if (known !== undefined) return known;
  const { entries, readings, strings } = index;
  const counts = new Uint32Array(strings.size);
  for (let ordinal = 0; ordinal < entries.length; ordinal += 1)
    for (const number of readings.keysAt(ordinal)) counts[number] = (counts[number] ?? 0) + 1;
  const most = PASSAGE_SHARE_MAX * entries.length;
  // Numbers are not counted.
  const isRare = (key: string): boolean => startsWithNumber(key) || (counts[strings.find(key)] ?? 0) <= most;
  rareCache.set(index, isRare);
  return isRare;
};

const subjectCache = new WeakMap<KnowledgeIndex, Subjects>();

/** Words of policies' titles that few passages have: what these documents are about. */
export const subjectsOf = (index: KnowledgeIndex): Subjects => {
  const known = subjectCache.get(index);
  if (known !== undefined) return known;
  const isRare = isRareIn(index);
  const tells = (key: string): boolean => isRare(key) && !isActOrTime(key);
  const subjects = new Map<string, Set<string>>();
  for (const { kind, title, lang } of index.snapshot.documents) {
    if (kind !== 'policy') continue;
    const read = readingLanguage(lang);
    const own = [...contentKeys(index.read(title, read))].filter(tells);
    // A term of the glossary hides the words that it is made of: "bereavement" in "bereavement fare".
    const plain = [...contentKeys(readText(title, read, EMPTY_VOCABULARY))].filter(tells);
    for (const key of [...own, ...plain])
      subjects.set(key, new Set([...(subjects.get(key) ?? []), key, ...own.filter(isTerm)]));
  }
  subjectCache.set(index, subjects);
  return subjects;
};

const isTerm = (key: string): boolean => key.startsWith('term:');

/** Counts the words of an index and reads its titles, so that no answer waits for it. */
export const prepareSubjects = (index: KnowledgeIndex): void => {
  subjectsOf(index);
};

/** What is done with a thing, and when, is asked of many; "after travel" is a time, whatever document is named after it. */
export const isActOrTime = (key: string): boolean =>
  /^(?:act|legal|quality)\./.test(key) || placesOf(key).length > 0;
