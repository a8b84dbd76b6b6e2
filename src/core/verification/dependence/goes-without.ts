import type { Reading } from '../../../schema/index.js';
import { type CheckInput, quoted } from '../check.js';
import { type Clause, clausesOf, keysBetween, shareOf, tiesOf } from '../clauses/index.js';
import type { AlignedPassage } from '../matching/alignment.js';

/** Least share of what is spared that a demand must name. */
const NAMED_MIN = 0.6;

/** "No pass without a photo", "cancelled without activation": what is said of going without is no grant. */
const TAKES_AWAY =
  /(?<!\p{L})(?:no|not|never|pas (?:de|d['’])|aucune?|cancel(?:l?ed|s)?|refused|void|expires?|ends|lapses?|annulée?s?|refusée?s?|expire)(?=.*(?:without|sans)(?!\p{L}))|(?:without|sans)(?!\p{L})[^,]*,\s*(?:no|pas|aucune?)(?!\p{L})/iu;

/** "Even without" may be said of the policy's own exception. */
const EVEN = /\b(?:even|même)\b/i;

/** "If proof is sent, otherwise …": the policy itself says what goes without. */
const OTHERWISE = /(?<!\p{L})(?:otherwise|failing (?:that|which)|sinon|à défaut|faute de quoi)(?!\p{L})/iu;
/** Least share of an exception that the claim must name for its case to be that one. */
const EXCEPTED_MIN = 0.5;

/** "You needn't have held it for a year, as your salary is paid in" where the policy asks for the year "unless the salary is paid in". */
const isOfException = ({ focus, reach, facts }: CheckInput, { reading }: AlignedPassage): boolean =>
  reading.statements.some(({ role, start_char, end_char }) => {
    if (role !== 'exception') return false;
    const keys = keysBetween(reading, start_char, end_char);
    const holds = (key: string): number => (focus.own.has(key) ? 1 : reach.relatedToOwn(key));
    return keys.size > 0 && shareOf(keys, holds, facts.weight) >= EXCEPTED_MIN;
  });

/** Asking, telling and agreeing: "without asking anyone" spares what "with the tutor's consent" demands. */
const CONSENT: ReadonlySet<string> = new Set([
  'act.request',
  'act.approve',
  'act.consent',
  'act.allow',
  'act.notify',
]);
/** "Their mentor's agreement" is a paper to the lexicon. */
const AGREEMENT = 'doc.contract';

interface Spared {
  keys: ReadonlySet<string>;
  text: string;
}

/** What the claim says that it grants without: "without a receipt", "…, no receipt needed". */
const sparedBy = ({ reading, claim }: CheckInput): Spared[] => {
  const mains = reading.statements.filter(({ role }) => role === 'main');
  const grants = mains.some(
    ({ modality, negated }) => !negated && (modality === 'allowed' || modality === 'stated'),
  );
  if (!grants || mains.some(({ modality, negated }) => negated && modality !== 'not_required')) return [];
  const spans = [
    ...reading.tokens
      .filter(({ concept }) => concept === 'restrict.without')
      .map(({ end_char }) => {
        const length = claim.text.slice(end_char).search(/[,.;:?!]/);
        return {
          start_char: end_char,
          end_char: length < 0 ? claim.text.length : end_char + length,
        };
      }),
    ...mains.filter(({ modality }) => modality === 'not_required'),
  ];
  return spans.flatMap(({ start_char, end_char }) => {
    const named = reading.tokens.filter(
      (token) => token.is_content && token.start_char >= start_char && token.end_char <= end_char,
    );
    const keys = keysBetween(reading, start_char, end_char);
    const text = claim.text.slice(named[0]?.start_char, named.at(-1)?.end_char);
    return keys.size === 0 ? [] : [{ keys, text }];
  });
};

/** "Without a receipt" where the policy demands one. */
export const goesWithout = (input: CheckInput, passage: AlignedPassage): string | null => {
  if (
    EVEN.test(input.claim.text) ||
    TAKES_AWAY.test(input.claim.text) ||
    passage.reading.tokens.some(({ concept }) => concept === 'restrict.without') ||
    passage.reading.statements.some(({ modality }) => modality === 'not_required') ||
    OTHERWISE.test(passage.passage.text) ||
    isOfException(input, passage)
  )
    return null;
  const spared = sparedBy(input).find(({ keys }) => isDemanded(passage, namedBy(keys, input)));
  return spared === undefined ? null : `it needs ${quoted(spared.text)}`;
};

type Names = (keys: ReadonlySet<string>) => boolean;

const namedBy =
  (spared: ReadonlySet<string>, { affinity, facts }: CheckInput): Names =>
  (keys) => {
    const asks = [...spared].every((key) => CONSENT.has(key) || key.startsWith('person.'));
    if (asks && [...keys].some((key) => CONSENT.has(key))) return true;
    const holds = (key: string): number =>
      keys.has(key) ? 1 : Math.max(0, ...affinity.of(key).map(([k, s]) => (keys.has(k) ? s : 0)));
    return shareOf(spared, holds, facts.weight) >= NAMED_MIN;
  };

const isDemanded = ({ reading, passage }: AlignedPassage, names: Names): boolean =>
  comesAfter(reading, names) ||
  clausesOf(reading, passage.text).some(
    (clause) =>
      demands(clause, names) ||
      tiesOf(reading, passage.text, clause).some(({ keys }) =>
        names(keys.has(AGREEMENT) ? new Set([...keys, 'act.consent']) : keys),
      ),
  );

/** "May be connected after approval": what must come first. */
const comesAfter = (reading: Reading, names: Names): boolean =>
  reading.times.some(
    ({ relation, quantity, event }) =>
      relation === 'after' && quantity === null && event !== null && names(new Set([event])),
  );

const demands = ({ stand, topic, limits, is_only, statement }: Clause, names: Names): boolean =>
  (stand.duty === 1 && names(topic)) ||
  (is_only && !statement.negated && names(topic)) ||
  limits.some(({ role, keys, statement: limit }) => role === 'condition' && !limit.negated && names(keys));
