import { z } from 'zod';
import type { OnnxGraderSettings } from '../../../schema/index.js';

/** A model's outputs by place: which of them means what. */
export interface LabelMap {
  outputs: number;
  /** Of a pair model the output that means "supported"; of a token model the one that means "not supported". */
  deciding: number;
  /** Null where the model does not tell "contradicted" from "not said". */
  contradicted: number | null;
}

/** The names of the outputs, as config.json gives them. */
export const OutputNames = z.record(z.string().regex(/^\d+$/), z.string());

const SUPPORTED = /^(?:entail(?:s|ed|ment)|support(?:s|ed)?|consistent|faithful|grounded|factual)$/i;
const CONTRADICTED = /^(?:contradict(?:s|ed|ion|ory)|refute[sd]?|conflict(?:s|ing)?)$/i;
const MADE_UP = /^(?:hallucinat(?:ed|ion)|unsupported|not[_ -]supported|inconsistent)$/i;

/**
 * Finds the outputs by what the configuration says, else by their names.
 * @throws {Error} naming the setting, where neither says it.
 */
export const labelMap = (
  task: 'pair' | 'tokens',
  names: readonly string[],
  labels: OnnxGraderSettings['labels'],
): LabelMap => {
  if (task === 'tokens')
    return {
      outputs: names.length,
      deciding: placeOf('unsupported', labels.unsupported, MADE_UP, names),
      contradicted: null,
    };
  // One output is a score of support by itself, whatever it is called.
  if (names.length === 1) return { outputs: 1, deciding: 0, contradicted: null };
  return {
    outputs: names.length,
    deciding: placeOf('supported', labels.supported, SUPPORTED, names),
    contradicted:
      labels.contradicted !== undefined || names.some((name) => CONTRADICTED.test(name))
        ? placeOf('contradicted', labels.contradicted, CONTRADICTED, names)
        : null,
  };
};

const placeOf = (
  meaning: 'supported' | 'contradicted' | 'unsupported',
  given: string | undefined,
  pattern: RegExp,
  names: readonly string[],
): number => {
  const places = names.flatMap((name, place) =>
    (given === undefined ? pattern.test(name) : name.toLowerCase() === given.toLowerCase()) ? [place] : [],
  );
  const [place, ...more] = places;
  if (place !== undefined && more.length === 0) return place;
  const said = given === undefined ? 'does not say' : `has no "${given}", and does not say`;
  throw new Error(
    `config.json names the outputs ${names.join(', ')} and ${said} which of them means ${meaning}; name it with "labels": { ${meaning}: ${names.at(-1) ?? '…'} }`,
  );
};
