import type { Reading } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import { clausesOf } from '../clauses/index.js';
import type { AlignedPassage } from '../matching/alignment.js';

const ASKED_COVERED_MIN = 0.5;

const ASKING: ReadonlySet<string> = new Set(['act.request', 'act.apply', 'act.claim', 'act.submit']);
const ON_REQUEST =
  /\b(?:on|upon|at (?:your|the customer's)) request\b|\bif (?:you|they|the \w+) asks?\b|\bsur demande\b/i;
const UNASKED =
  /\bwithout (?:having to |needing to |you |your |them |anyone |any )*(?:ask|request|claim|apply)|\bno need to (?:ask|request|claim|apply)|(?<!\p{L})(?:sans (?:avoir à |devoir )?|(?:pas besoin|inutile) (?:de |d['’]))(?:l['’]|les? |la |en )*(?:demander|réclamer)/iu;

const isAsked = (reading: Reading, text: string): boolean =>
  ON_REQUEST.test(text) ||
  clausesOf(reading, text).some(
    ({ statement, limits }) =>
      (statement.modality === 'required' && statement.acts.some((act) => ASKING.has(act))) ||
      limits.some((limit) => limit.role === 'condition' && [...limit.keys].some((key) => ASKING.has(key))),
  );

const isAutomatic = (reading: Reading, text: string): boolean =>
  UNASKED.test(text) ||
  (reading.tokens.some((token) => token.concept === 'time.automatic') &&
    !reading.statements.some(({ negated }) => negated));

/** "Refunded automatically" against "on request", and the reverse. */
export const byItself = (input: CheckInput, passage: AlignedPassage): string | null => {
  const { text } = input.claim;
  const policy = passage.passage.text;
  const claims = isAutomatic(input.reading, text);
  const demands = isAutomatic(passage.reading, policy);
  if (claims === demands) return null;
  if (passage.coverage < ASKED_COVERED_MIN || (demands && isAsked(passage.reading, policy))) return null;
  const isAgainst = claims ? isAsked(passage.reading, policy) : isAsked(input.reading, text);
  if (!isAgainst) return null;
  return claims ? 'it must be asked for' : 'it happens without being asked for';
};
