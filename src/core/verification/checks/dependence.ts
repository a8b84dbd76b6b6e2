import type { Reading } from '../../../schema/index.js';
import type { AlignedPassage } from '../alignment.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { type Clause, clausesOf, keysBetween, shareOf } from '../clauses/index.js';

/** Least share of the claim that a passage must hold for its conditions to be the claim's. */
const COVERED_MIN = 0.38;
const ASKED_COVERED_MIN = 0.5;
const EVIDENCE_MAX = 4;
const NAMED_MIN = 0.6;

/** What a claim says a thing depends on: by itself or when asked for, without a paper that is demanded. */
export const dependenceCheck: Check = {
  name: 'dependence',
  run(input): Signal | null {
    let strongest: Signal | null = null;
    for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
      if (passage.passage.row !== null || passage.coverage < COVERED_MIN) continue;
      for (const signal of [byItself(input, passage), goesWithout(input, passage)])
        if (signal !== null && signal.strength > (strongest?.strength ?? 0)) strongest = signal;
    }
    return strongest;
  },
};

const ASKING: ReadonlySet<string> = new Set(['act.request', 'act.apply', 'act.claim', 'act.submit']);
const ON_REQUEST =
  /\b(?:on|upon|at (?:your|the customer's)) request\b|\bif (?:you|they|the \w+) asks?\b|\bsur demande\b/i;
const UNASKED = /\bwithout (?:having to |you |any )?(?:ask|request|claim|apply)/i;

const isAsked = (reading: Reading, text: string): boolean =>
  ON_REQUEST.test(text) ||
  clausesOf(reading, text).some(
    ({ statement, limits }) =>
      (statement.modality === 'required' && statement.acts.some((act) => ASKING.has(act))) ||
      limits.some((limit) => limit.role === 'condition' && [...limit.keys].some((key) => ASKING.has(key))),
  );

const isAutomatic = (reading: Reading, text: string): boolean =>
  (reading.tokens.some((token) => token.concept === 'time.automatic') || UNASKED.test(text)) &&
  !reading.statements.some(({ negated }) => negated);

/** "Refunded automatically" against "on request", and the reverse. */
const byItself = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  const { text } = input.claim;
  const policy = passage.passage.text;
  const claims = isAutomatic(input.reading, text);
  const demands = isAutomatic(passage.reading, policy);
  if (claims === demands) return null;
  if (passage.coverage < ASKED_COVERED_MIN || (demands && isAsked(passage.reading, policy))) return null;
  const isAgainst = claims ? isAsked(passage.reading, policy) : isAsked(input.reading, text);
  return isAgainst
    ? against(passage, claims ? 'it must be asked for' : 'it happens without being asked for')
    : null;
};

/** "Even without" may be said of the policy's own exception. */
const EVEN = /\b(?:even|même)\b/i;

/** "Without a receipt" where the policy demands one. */
const goesWithout = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  const { reading, claim, facts, affinity } = input;
  const at = reading.tokens.find(({ concept }) => concept === 'restrict.without');
  const isGranted = clausesOf(reading, claim.text).some(({ stand }) => stand.open === 1);
  if (at === undefined || !isGranted || reading.statements.some(({ negated }) => negated)) return null;
  if (EVEN.test(claim.text) || passage.reading.tokens.some(({ concept }) => concept === 'restrict.without'))
    return null;
  const end = claim.text.slice(at.end_char).search(/[,.;:?!]/);
  const spared = keysBetween(reading, at.end_char, end < 0 ? claim.text.length : at.end_char + end);
  if (spared.size === 0) return null;
  const names = (keys: ReadonlySet<string>): boolean =>
    shareOf(
      spared,
      (key) => (keys.has(key) ? 1 : Math.max(0, ...affinity.of(key).map(([k, s]) => (keys.has(k) ? s : 0)))),
      facts.weight,
    ) >= NAMED_MIN;
  const demanded =
    comesAfter(passage.reading, names) ||
    clausesOf(passage.reading, passage.passage.text).some((clause) => demands(clause, names));
  return demanded
    ? against(
        passage,
        `it needs ${quoted(claim.text.slice(at.end_char, end < 0 ? undefined : at.end_char + end))}`,
      )
    : null;
};

/** "May be connected after approval": what must come first. */
const comesAfter = (reading: Reading, names: (keys: ReadonlySet<string>) => boolean): boolean =>
  reading.times.some(
    ({ relation, quantity, event }) =>
      relation === 'after' && quantity === null && event !== null && names(new Set([event])),
  );

const demands = (
  { stand, topic, limits, is_only, statement }: Clause,
  names: (keys: ReadonlySet<string>) => boolean,
): boolean =>
  (stand.duty === 1 && names(topic)) ||
  (is_only && !statement.negated && names(topic)) ||
  limits.some(({ role, keys, statement: limit }) => role === 'condition' && !limit.negated && names(keys));

const against = (passage: AlignedPassage, why: string): Signal => ({
  relation: 'contradicts',
  strength: Math.min(0.95, 0.6 * passage.coverage + 0.4 * passage.reverse),
  finding: {
    kind: 'condition',
    message: `The policy says that ${why}, ${quoted(passage.passage.text)}; the answer says otherwise.`,
  },
  passages: [passage.passage],
});
