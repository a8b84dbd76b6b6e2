import type { ReadToken, Statement } from '../../../schema/index.js';
import { isKindOf, isOpposite, startsWithNumber } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { shareOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { exchangedName, type NameExchange } from '../unknown/exchanged-name.js';

/** Families of concepts of which a sentence names one and not another: by post or by phone, a passport or a licence. */
const FAMILIES: ReadonlySet<string> = new Set(['person', 'channel', 'doc', 'payment', 'animal']);
/** Members that stand for the whole family, or for nothing in particular. */
const GENERAL: ReadonlySet<string> = new Set([
  'person.customer',
  'person.anyone',
  'person.human',
  'person.holder',
  'person.user',
  'person.company',
  'person.staff',
  'channel.online',
  'channel.message',
  'channel.written',
  'channel.home',
  'doc.document',
  'doc.spelling',
  'doc.letter',
  'doc.policy',
  'doc.contract',
  'doc.copy',
  'doc.original',
  'doc.proof',
  'doc.number',
  'doc.name',
  'doc.data',
  'doc.list',
  'doc.rule',
  'doc.file',
  'doc.report_general',
  'payment.method',
  'payment.account',
  'payment.transaction',
  'payment.card',
  'payment.currency',
]);

const familyOf = (key: string): string | null => {
  if (GENERAL.has(key)) return null;
  const equals = key.indexOf('=');
  if (key.startsWith('slot:') && equals > 0) return key.slice(0, equals);
  const family = key.slice(0, Math.max(0, key.indexOf('.')));
  return FAMILIES.has(family) ? family : null;
};

/** How much of the rest must agree, in the claim and in the policy's clause, for one exchanged word to matter. */
const CLAIM_REST_MIN = 0.65;
const POLICY_REST_MIN = 0.5;
/** The same for persons and animals, of whom one often stands for another: a sister for "another person". */
const LIVING_REST_MIN = 0.8;
const isLiving = (key: string): boolean => key.startsWith('person.') || key.startsWith('animal.');

/** Counters, shops and branches: where one talks to somebody, by different names. */
const IN_PERSON: ReadonlySet<string> = new Set([
  'channel.in_person',
  'channel.desk',
  'channel.office',
  'channel.store',
  'channel.branch',
  'channel.reception',
]);

const NOT = /\b(?:not|no|never|pas|ne|aucune?|jamais)\b|n['’]t\b|\bn['’]/i;

interface Exchange {
  key: string;
  stranger: string;
  statement: Statement;
  passage: AlignedPassage;
  strength: number;
}

/**
 * One word exchanged for another of its family in a clause that otherwise agrees: who, how, with which document; or one name for
 * another with the number that is only the other's.
 */
export const substitutionCheck: Check = {
  name: 'substitution',
  run(input): Signal | null {
    // "Coins can't be handed in" where cheques can: what is denied of one says nothing of the other.
    if (input.reading.statements.some(({ role, negated }) => role === 'main' && negated)) return null;
    let best: Exchange | null = null;
    const named = exchangedName(input);
    for (const key of input.focus.own.keys()) {
      if (familyOf(key) === null || isNamedNear(input, key)) continue;
      for (const passage of input.evidence.slice(0, 5)) {
        if (passage.passage.row !== null) continue;
        const found = exchangeIn(input, key, passage);
        if (found !== null && found.strength > (best?.strength ?? 0)) best = found;
      }
    }
    if (named !== null && named.share > (best?.strength ?? 0)) return signalOfNames(named);
    return best === null ? null : signalOf(input, best);
  },
};

const signalOfNames = ({ name, theirs, passage, share, text }: NameExchange): Signal => ({
  relation: 'contradicts',
  strength: Math.min(0.95, share),
  finding: {
    kind: 'entity',
    message: `The policy says ${quoted(text)} of ${quoted(theirs)}, in ${quoted(passage.passage.quote)}; the answer says it of ${quoted(name)}.`,
  },
  passages: [passage.passage],
});

/** A passage on the claim's topic that names the word speaks for it. */
const isNamedNear = (input: CheckInput, key: string): boolean =>
  input.evidence.some(
    (item) =>
      (item.coverage >= 0.5 && (item.facts.own.has(key) || item.facts.surround.has(key))) ||
      (item.coverage >= 0.5 && held(key, item.facts.own, input.affinity) > 0),
  );

const exchangeIn = (input: CheckInput, key: string, passage: AlignedPassage): Exchange | null => {
  const { focus, facts, affinity } = input;
  const rest = shareOf(
    [...focus.own.keys()].filter((other) => other !== key),
    (other) =>
      Math.max(held(other, passage.facts.own, affinity), held(other, passage.facts.surround, affinity)),
    facts.weight,
  );
  if (rest < (isLiving(key) ? LIVING_REST_MIN : CLAIM_REST_MIN)) return null;
  const family = familyOf(key);
  let best: Exchange | null = null;
  for (const statement of passage.reading.statements) {
    if (statement.negated || statement.modality === 'not_required' || statement.role !== 'main') continue;
    if (NOT.test(passage.passage.text.slice(statement.start_char, statement.end_char))) continue;
    const keys = keysIn(passage.reading.tokens, statement);
    const stranger = keys.find(
      (other) =>
        familyOf(other) === family &&
        !focus.own.has(other) &&
        !focus.context.has(other) &&
        !areRelated(key, other, input),
    );
    if (stranger === undefined) continue;
    const reverse = shareOf(
      keys.filter((other) => other !== stranger),
      (other) =>
        focus.own.has(other)
          ? 1
          : focus.context.has(other)
            ? 0.7
            : affinity.reverse(other).some(([k]) => focus.own.has(k))
              ? 0.7
              : 0,
      facts.weight,
    );
    if (reverse < (isLiving(key) ? LIVING_REST_MIN : POLICY_REST_MIN)) continue;
    const strength = Math.min(0.95, 0.5 * rest + 0.5 * reverse);
    if (best === null || strength > best.strength) best = { key, stranger, statement, passage, strength };
  }
  return best;
};

/** One is a kind of the other, or stands for it. */
const areRelated = (key: string, other: string, { affinity }: CheckInput): boolean =>
  !isOpposite(key, other) &&
  ((IN_PERSON.has(key) && IN_PERSON.has(other)) ||
    isKindOf(key, other) ||
    isKindOf(other, key) ||
    affinity.of(key).some(([related]) => related === other) ||
    affinity.reverse(key).some(([related]) => related === other));

const keysIn = (tokens: readonly ReadToken[], { start_char, end_char }: Statement): string[] => [
  ...new Set(
    tokens
      .filter(
        (token) =>
          token.is_content &&
          token.start_char >= start_char &&
          token.end_char <= end_char &&
          !startsWithNumber(token.stem),
      )
      .map((token) => token.concept ?? token.stem),
  ),
];

const signalOf = (input: CheckInput, { key, stranger, statement, passage, strength }: Exchange): Signal => {
  const clause = passage.passage.text.slice(statement.start_char, statement.end_char);
  const named = wordsOf(stranger, passage.reading.tokens);
  return {
    relation: 'contradicts',
    strength,
    finding: {
      kind: stranger.startsWith('person.') || stranger.startsWith('slot:') ? 'scope' : 'entity',
      message: `The policy says ${quoted(named)}, in ${quoted(clause)}; the answer says ${quoted(wordsOf(key, input.reading.tokens))}.`,
    },
    passages: [passage.passage],
  };
};

/** The first run of words that stand for a key. */
const wordsOf = (key: string, tokens: readonly ReadToken[]): string => {
  const from = tokens.findIndex((token) => (token.concept ?? token.stem) === key);
  const words: string[] = [];
  for (let at = from; at >= 0 && at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || (token.concept ?? token.stem) !== key) break;
    words.push(token.text);
  }
  return words.join(' ');
};
