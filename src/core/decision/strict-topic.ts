import type { Passage, Verdict } from '../../schema/index.js';

const normalise = (text: string): string =>
  ` ${text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** Whether a text, such as the name of a document or a heading, holds the words of a topic in their order. */
const speaksOf = (topics: readonly string[]) => {
  const wanted = topics.map(normalise).filter((words) => words.trim() !== '');
  return (text: string): boolean => {
    const place = normalise(text);
    return wanted.some((words) => place.includes(words));
  };
};

/**
 * Whether a claim falls under one of the strict topics: the topic's words, in order, stand in the name or a heading
 * of a document that was found as its evidence, in the claim, or in the question it answers.
 */
export const isOnStrictTopic = (
  verdict: Pick<Verdict, 'text' | 'evidence'>,
  question: string | null,
  topics: readonly string[],
): boolean => {
  if (topics.length === 0) return false;
  const places = [verdict.text, question ?? '', ...verdict.evidence.flatMap((e) => [e.source, e.section])];
  return places.some(speaksOf(topics));
};

/** Whether a passage stands in a document, or under a heading, of one of the strict topics. */
export const isStrictPassage = (
  passage: Pick<Passage, 'source' | 'title' | 'heading_path'>,
  topics: readonly string[],
): boolean => [passage.source, passage.title, ...passage.heading_path].some(speaksOf(topics));
