import type { Language } from '../../../schema/index.js';
import type { KnowledgeIndex } from '../../retrieval/index.js';
import {
  countedMoments,
  type Interval,
  type Position,
  positionOf,
  propositionsOf,
  type Window,
} from '../windows/index.js';

/** Times for which a text asks for something or promises it: "can I claim it after my trip?" */
export const timesNamed = (words: string, index: KnowledgeIndex, lang: Language): Window[] =>
  propositionsOf(index.read(words, lang), words)
    .map(({ window }) => window)
    .filter(({ open, closed }) => open.length > 0 && closed.length === 0);

/** Where the customer stands in time by the latest of their messages that says so; null where none does. */
export const placeInTime = (
  premises: readonly string[],
  index: KnowledgeIndex,
  lang: Language,
): Position | null =>
  premises.map((text) => positionOf(index.read(text, lang), text)).findLast((place) => place !== null) ??
  null;

/** The times that a customer asks about: where they stand, and what the question names; "20 days after the sale" is one moment. */
export const askedTimes = (
  question: string,
  premises: readonly string[],
  index: KnowledgeIndex,
  lang: Language,
): Interval[] => {
  const place = placeInTime(premises, index, lang);
  const reading = index.read(question, lang);
  const moments = countedMoments(reading, question);
  const named =
    moments.length > 0 ? moments : propositionsOf(reading, question).flatMap(({ window }) => window.open);
  return [...(place === null ? [] : [place.interval]), ...named.map(({ from, to }) => ({ from, to }))];
};
