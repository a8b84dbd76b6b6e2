import type { Reading, ReadToken, Statement } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { tokensOf } from './stand.js';

const JOINS = /^(?:and|or|nor|et|ou|ni)$/i;
const ARTICLE =
  /^(?:the|a|an|any|your|their|our|his|her|all|le|la|les|l|un|une|des|du|de|d|vos|votre|leurs?|nos|notre|tout|toute|tous|toutes)$/i;
/** Behind "and" a word of doing is another predicate ("are baked and contain"), unless its form is a noun's. */
const NOUN = /(?:try|ion|ment|al|ance|ence|ing|ure|sal|s)$/i;

const isAct = ({ concept }: ReadToken): boolean => concept?.startsWith('act.') === true;
const keyOf = ({ concept, stem }: ReadToken): string => concept ?? stem;

/** The words of one thing from the end of what stands before a comma or "and", or from the beginning of what follows. */
const thingAt = (tokens: readonly ReadToken[]): ReadToken[] => {
  const words: ReadToken[] = [];
  for (const token of tokens) {
    if (ARTICLE.test(token.text)) continue;
    if (!token.is_content || startsWithNumber(token.text)) break;
    if (isAct(token) && (words.length > 0 || !NOUN.test(token.text))) break;
    words.push(token);
  }
  return words;
};

/** What stands between the commas, "and" and "or" of a clause. */
const segmentsOf = (tokens: readonly ReadToken[], text: string): ReadToken[][] => {
  const segments: ReadToken[][] = [[]];
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    const isBehindComma = before !== undefined && text.slice(before.end_char, token.start_char).includes(',');
    if ((JOINS.test(token.text) || isBehindComma) && segments.at(-1)?.length !== 0) segments.push([]);
    if (!JOINS.test(token.text)) segments.at(-1)?.push(token);
  }
  return segments.filter((segment) => segment.length > 0);
};

/** The things of a list within a clause, each by its keys; what is said there is said of each. Empty without a list. */
export const listedThings = (
  reading: Reading,
  statement: Statement,
  text: string,
): readonly ReadonlySet<string>[] => {
  const segments = segmentsOf(tokensOf(reading, statement), text);
  if (segments.length < 2) return [];
  const things: ReadonlySet<string>[] = [];
  for (const [i, segment] of segments.entries()) {
    const words = i === 0 ? thingAt([...segment].reverse()) : thingAt(segment);
    // What is said of all follows the last one.
    if (words.length === 0) return things.length > 1 ? things : [];
    things.push(new Set(words.map(keyOf)));
    if (i > 0 && words.length < segment.filter(({ text: word }) => !ARTICLE.test(word)).length) break;
  }
  return things.length > 1 ? things : [];
};
