import type { CheckInput } from '../check.js';
import { figuresHeld, limitsSaid, missingOf, modalitiesHeld, namesHeld } from '../support/slots-held.js';
import { frameOf } from '../support/wording.js';

/** What the model weighs of the parts of a claim that the passage that holds most of its words lacks, and the reverse. */
export const SLOT_FEATURES = [
  'slots_missing',
  'slots_missing_named',
  'slots_figures',
  'slots_names',
  'slots_modality',
  'slots_limits',
  'frame_bounds_added',
  'frame_bounds_dropped',
  'frame_limits_added',
  'frame_limits_dropped',
  'frame_order_added',
  'frame_order_dropped',
] as const;

const NAMED = /^(?:event|time|person|fee|service|channel|place|doc|payment|ordinal|restrict|slot)[.:]/;
const FAMILIES = {
  bounds: /^(?:quantifier|cmp|range)\./,
  limits:
    /^(?:conj\.(?:if|unless|because|then)|quantifier\.except|restrict\.|modal\.(?:must|need|forbidden|not_needed))/,
  order: /^rel\./,
} as const;
const MOST = 3;

export const slotFeatures = (input: CheckInput): Record<(typeof SLOT_FEATURES)[number], number> => {
  const { focus, evidence } = input;
  const [first] = evidence;
  if (first === undefined)
    return Object.fromEntries(SLOT_FEATURES.map((name) => [name, 0])) as Record<
      (typeof SLOT_FEATURES)[number],
      number
    >;
  let total = 0;
  for (const weight of focus.own.values()) total += weight;
  const weightOf = (keys: readonly string[]): number =>
    total === 0 ? 0 : keys.reduce((sum, key) => sum + (focus.own.get(key) ?? 0), 0) / total;
  const missing = missingOf(input, first);
  const [claim, policy] = [frameOf(input.reading.tokens), frameOf(first.reading.tokens)];
  const alone = (a: ReadonlySet<string>, b: ReadonlySet<string>, family: RegExp): number =>
    Math.min(1, [...a].filter((concept) => family.test(concept) && !b.has(concept)).length / MOST);
  return {
    slots_missing: weightOf(missing),
    slots_missing_named: weightOf(missing.filter((key) => NAMED.test(key))),
    slots_figures: figuresHeld(input, first.passage) ? 0 : 1,
    slots_names: namesHeld(input, first.passage) ? 0 : 1,
    slots_modality: modalitiesHeld(input.reading, first.reading) ? 0 : 1,
    slots_limits: 1 - limitsSaid(input, first),
    frame_bounds_added: alone(claim, policy, FAMILIES.bounds),
    frame_bounds_dropped: alone(policy, claim, FAMILIES.bounds),
    frame_limits_added: alone(claim, policy, FAMILIES.limits),
    frame_limits_dropped: alone(policy, claim, FAMILIES.limits),
    frame_order_added: alone(claim, policy, FAMILIES.order),
    frame_order_dropped: alone(policy, claim, FAMILIES.order),
  };
};
