import type { Quantity, Reading } from '../../../schema/index.js';
import type { BoundValue } from '../knowledge-facts.js';
import type { Affinity } from '../matching/affinity.js';
import { type AlignedPassage, type ClaimFocus, held } from '../matching/alignment.js';
import { type Bearing, bearingOf } from './quantities.js';
import { tellingKeys, zonesOf } from './value-zones.js';

/** Whether the claim's number and the policy's play the same part in their sentences. */
export interface ValueRole {
  /** Among several numbers of one sentence: the claim names this one's words, another's, or neither's. */
  zone: 'alone' | 'own' | 'unclear' | 'rival';
  /** Both stand before or after an event; `opposite` sides, or different events; null where one names none. */
  time: 'same' | 'other_event' | 'opposite' | null;
  bearing: Bearing;
  /** The claim's number is a moment within the policy's limit: "eight days after delivery", within 20 days. */
  is_case: boolean;
}

/** The part that a number of the claim and one of the policy play. */
export const roleOf = (
  quantity: Quantity,
  reading: Reading,
  focus: ClaimFocus,
  value: BoundValue,
  passage: AlignedPassage,
  affinity: Affinity,
): ValueRole => {
  const bearing = bearingOf(quantity, value.quantity);
  const relation = relationOf(quantity, reading)?.relation;
  return {
    zone: zoneOf(quantity, reading, focus, value, passage, affinity),
    time: timeOf(quantity, reading, value.quantity, passage.reading),
    bearing,
    is_case:
      bearing === 'inside' &&
      (quantity.comparator === 'equal' || quantity.comparator === 'more_than') &&
      (relation === 'after' || relation === 'before'),
  };
};

/** Which of the numbers of the policy's sentence the claim's words choose. */
const zoneOf = (
  quantity: Quantity,
  reading: Reading,
  focus: ClaimFocus,
  value: BoundValue,
  passage: AlignedPassage,
  affinity: Affinity,
): ValueRole['zone'] => {
  const ofClass = classZone(reading, focus, value, passage);
  if (ofClass !== null) return ofClass;
  const zones = zonesOf(passage.reading, passage.passage.text);
  const zone = zones.get(value.quantity);
  if (zone === undefined || zone.rivals.length === 0) return 'alone';
  const own = zonesOf(reading).get(quantity)?.keys ?? new Set();
  const weightOf = (keys: ReadonlySet<string>): number => {
    let sum = 0;
    const words = own.size > 0 ? own : tellingKeys(reading.tokens);
    for (const key of words) sum += held(key, keys, affinity);
    if (own.size === 0) for (const key of focus.context.keys()) if (keys.has(key)) sum += 0.5;
    return sum;
  };
  const mine = weightOf(zone.keys);
  const others = Math.max(...zone.rivals.map((rival) => weightOf(zones.get(rival)?.keys ?? new Set())));
  if (mine > others || (zone.is_default && others === 0)) return 'own';
  return mine < others && (zone.keys.size > 0 || zone.is_default) ? 'rival' : 'unclear';
};

/**
 * A cell in the column of one of the operator's classes, where the claim (or else what it answers) names a class of a column of
 * this row: that one's, or another's; null for other values.
 */
const classZone = (
  reading: Reading,
  focus: ClaimFocus,
  value: BoundValue,
  { facts, passage }: AlignedPassage,
): 'own' | 'rival' | null => {
  if (passage.row === null || value.is_key) return null;
  const own = classOf(value);
  if (own === undefined) return null;
  const columns = new Set(facts.values.map(classOf));
  const named = (keys: Iterable<string>): string[] => [...keys].filter((key) => columns.has(key));
  const said = named(tellingKeys(reading.tokens));
  const meant = said.length > 0 ? said : named(focus.context.keys());
  return meant.length === 0 ? null : meant.includes(own) ? 'own' : 'rival';
};

const classOf = ({ near }: BoundValue): string | undefined =>
  [...near].find((key) => key.startsWith('slot:'));

const SIDE_OF = {
  before: 'before',
  within_before: 'before',
  until: null,
  after: 'after',
  within_after: 'after',
  from: null,
  during: null,
} as const;

const timeOf = (
  quantity: Quantity,
  reading: Reading,
  policy: Quantity,
  policyReading: Reading,
): ValueRole['time'] => {
  const [own, other] = [relationOf(quantity, reading), relationOf(policy, policyReading)];
  if (own === undefined || other === undefined) return null;
  const [ownSide, otherSide] = [SIDE_OF[own.relation], SIDE_OF[other.relation]];
  if (ownSide !== null && otherSide !== null && ownSide !== otherSide) return 'opposite';
  if (own.event === null || other.event === null) return null;
  return own.event === other.event ? 'same' : 'other_event';
};

const relationOf = (
  quantity: Quantity,
  { quantities, times }: Reading,
): Reading['times'][number] | undefined => {
  const place = quantities.indexOf(quantity);
  return place < 0 ? undefined : times.find((time) => time.quantity === place);
};
