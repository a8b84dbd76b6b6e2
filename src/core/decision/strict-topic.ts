import type { Verdict } from '../../schema/index.js';

const normalise = (text: string): string =>
  ` ${text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

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
  const places = [
    verdict.text,
    question ?? '',
    ...verdict.evidence.flatMap((e) => [e.source, e.section]),
  ].map(normalise);
  return topics.some((topic) => {
    const words = normalise(topic);
    return words.trim() !== '' && places.some((place) => place.includes(words));
  });
};
