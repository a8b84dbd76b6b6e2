import { GroundingError } from '../../../core/errors.js';
import { isObject } from '../../json.js';
import { type PointedPlace, pointedPlaces } from './json-pointer.js';
import type { RelaySettings } from './relay-settings.js';

/** A place of an answer with its words. */
export type AnswerPlace = PointedPlace & { value: string };

/**
 * The answers of a reply or frame, in the order of their pointers.
 * @throws {GroundingError} upstream-invalid for an answer that is no text.
 */
export const answerPlaces = (value: unknown, { answers }: RelaySettings): AnswerPlace[] =>
  answers
    .flatMap((pointer) => pointedPlaces(value, pointer))
    .flatMap((place) => {
      if (place.value === null) return [];
      if (typeof place.value !== 'string') {
        throw new GroundingError('upstream-invalid', {
          detail: `The answer at ${place.pointer} is no text.`,
        });
      }
      return [{ ...place, value: place.value }];
    });

/** Takes out what is not checked or repeats the words: true if there was any. */
export const leaveOut = (value: unknown, { left_out }: RelaySettings): boolean => {
  const places = left_out.flatMap((pointer) => pointedPlaces(value, pointer));
  for (const place of places) place.remove();
  const isMarked = isObject(value) && 'plumbline' in value;
  if (isMarked) delete value['plumbline'];
  return isMarked || places.length > 0;
};

const strings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : isObject(value) || Array.isArray(value)
      ? Object.values(value).flatMap(strings)
      : [];

/** Whether a value has sentences: words that may be an answer in a place that nobody configured. */
export const hasSentences = (value: unknown): boolean =>
  strings(value).some((text) => /\S\s+\S+\s+\S/.test(text));

/** Shortest text that counts as a repetition; anything shorter is a label. */
const REPEAT_CHARS_MIN = 12;

/**
 * A reply or frame whose other members repeat none of the bot's words that were not delivered: a repetition of the whole
 * text becomes what was delivered of it, one of a part is emptied.
 */
export const withoutRepeats = (value: unknown, original: string, delivered: string): unknown => {
  const said = original.trim();
  const repair = (text: string): string => {
    const words = text.trim();
    if (words.length < REPEAT_CHARS_MIN || said === '' || delivered.includes(words)) return text;
    if (words === said) return delivered;
    const isRepeat = said.includes(words) || (said.length >= REPEAT_CHARS_MIN && words.includes(said));
    return isRepeat ? '' : text;
  };
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return repair(node);
    if (Array.isArray(node)) return node.map(walk);
    return isObject(node)
      ? Object.fromEntries(Object.entries(node).map(([key, member]) => [key, walk(member)]))
      : node;
  };
  return walk(value);
};
