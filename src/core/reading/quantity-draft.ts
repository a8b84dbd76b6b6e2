import type { Comparator, QuantityKind } from '../../schema/index.js';
import { baseValue, type UnitMeaning } from './units.js';

/** A quantity while it is read: positions are token indexes, half-open. */
export interface QuantityDraft {
  kind: QuantityKind;
  comparator: Comparator;
  value: number;
  max: number | null;
  unit: string;
  base: number | null;
  baseMax: number | null;
  nouns: string[];
  per: string | null;
  /** Tokens of the number with its unit. */
  from: number;
  to: number;
  /** Tokens with comparator and "per" included. */
  outerFrom: number;
  outerTo: number;
}

export function newDraft(
  fields: Pick<QuantityDraft, 'kind' | 'value' | 'unit' | 'base' | 'from' | 'to'>,
): QuantityDraft {
  return {
    comparator: 'equal',
    max: null,
    baseMax: null,
    nouns: [],
    per: null,
    outerFrom: fields.from,
    outerTo: fields.to,
    ...fields,
  };
}

/** A number of units, in the canonical unit of their kind. */
export function measuredDraft(fields: {
  meaning: UnitMeaning;
  value: number;
  from: number;
  to: number;
}): QuantityDraft {
  const { meaning, from, to } = fields;
  const value = Number((fields.value * meaning.factor).toFixed(6));
  return newDraft({
    kind: meaning.kind,
    value,
    unit: meaning.unit,
    base: baseValue(meaning, value),
    from,
    to,
  });
}
