import type { Reading, Statement } from '../../../schema/index.js';
import { isKindOf, startsWithNumber } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { type AlignedPassage, held } from '../matching/alignment.js';

/** Least agreement of the claim with the passage, and of the limited clause with the claim. */
const COVERED_MIN = 0.5;
const LIMIT_MIN = 0.45;
const ANOTHER_MIN = 0.55;
const PART_COVERED_MIN = 0.65;
const PART_REVERSE_MIN = 0.45;
const EVIDENCE_MAX = 4;

/** All where the policy says some, a class that it excludes, or another class than the only one that it names. */
export const scopeCheck: Check = {
  name: 'scope',
  run(input): Signal | null {
    const signals: Signal[] = [];
    const sweeping = sweepingOver(input);
    if (sweeping !== null) signals.push(sweeping);
    for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
      if (passage.passage.row !== null || passage.coverage < COVERED_MIN) continue;
      for (const signal of [
        widened(input, passage),
        another(input, passage),
        narrowed(input, passage),
        excluded(input, passage),
      ])
        if (signal !== null) signals.push(signal);
    }
    return signals.sort((a, b) => b.strength - a.strength)[0] ?? null;
  },
};

const textOf = ({ passage }: AlignedPassage, { start_char, end_char }: Statement): string =>
  passage.text.slice(start_char, end_char);

const keysWithin = (reading: Reading, from: number, to: number): string[] => [
  ...new Set(
    reading.tokens
      .filter(
        (token) =>
          token.is_content &&
          token.start_char >= from &&
          token.end_char <= to &&
          !startsWithNumber(token.stem),
      )
      .map((token) => token.concept ?? token.stem),
  ),
];

/** Whether the claim, its question or its context names a word, or a kind of what it says. */
const claimNames = (key: string, { focus, affinity }: CheckInput): boolean =>
  focus.own.has(key) ||
  focus.context.has(key) ||
  affinity.reverse(key).some(([related]) => focus.own.has(related) || focus.context.has(related)) ||
  [...focus.own.keys()].some((own) => isKindOf(own, key) || isKindOf(key, own));

const isMain = ({ role }: Statement): boolean => role === 'main';
/** The claim itself limits or denies something. */
const claimDenies = ({ claim }: CheckInput): boolean =>
  /\b(?:not|no|never|nobody|none|cannot|without|isn't|aren't|\w+n't|ne|pas|aucune?|jamais|sans|non|isn’t|\w+n’t)\b|\bn['’]/i.test(
    claim.text,
  ) ||
  ONLY.test(claim.text) ||
  LIMITED.test(claim.text);
const LIMITED =
  /\b(?:except|unless|as long as|provided|from your|other than|when|autres? que|sauf|hormis|à moins|à condition|tant que|dès)\b/i;
const isPositive = (reading: Reading): boolean =>
  reading.statements.filter(isMain).every(({ negated, modality }) => !negated && modality !== 'forbidden');

/** Words that take in everybody or everything, beside the lexicon's "all". */
const ALL =
  /\b(?:all(?! (?:we|you|it|of your))|any|every(?! (?:\d|other|few|two|three|day|week|month|year))|everyone|everybody|anyone|anybody|everywhere|always|both|whichever|whatever|whoever|tous|toutes?|tout le monde|chaque|n'importe (?:quel(?:le)?s?|qui|où)|partout|toujours|quel(?:le)?s? que soi(?:t|ent))\b/i;
const NEVER =
  /\b(?:never|no (?:one|exceptions?)|nobody|none|not (?:any|even)|under no circumstances|jamais|aucune?|personne|en aucun cas|sans exception)\b/i;
/** A policy that itself says no, or that something costs nothing, speaks against no "never". */
const DENIES =
  /\b(?:no|not|never|nobody|none|neither|nor|off|cannot|refused|free|without|gratuite?s?|jamais|aucune?|sans|ne|n'|ni)\b/i;
const ONLY =
  /\b(?:only|solely|exclusively|limited to|reserved for|uniquement|exclusivement|seulement|seule?s?|réservée?s? (?:à|aux|au)|limitée?s? (?:à|aux|au))\b/i;

/** "Only need to send a copy" asks for little and limits nothing. */
const ONLY_NEED = /\bonly (?:needs?|have|has|pays?|costs?)\b|\bsuffi/i;

/** "All" where the clause that covers the claim says "only", and the claim leaves the limit out. */
const widened = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  if (!ALL.test(input.claim.text) || ONLY.test(input.claim.text) || !isPositive(input.reading)) return null;
  for (const statement of passage.reading.statements) {
    const text = textOf(passage, statement);
    if (!isMain(statement) || !ONLY.test(text)) continue;
    const keys = keysWithin(passage.reading, statement.start_char, statement.end_char);
    const missing = keys.filter((key) => !claimNames(key, input));
    const agreement = share(keys, (key) => (missing.includes(key) ? 0 : 1), input);
    const isCounted =
      /\d/.test(text) ||
      passage.reading.quantities.some(
        ({ start_char }) => start_char >= statement.start_char && start_char < statement.end_char,
      );
    const isUncounted = input.reading.quantities.length === 0;
    if (
      (missing.length === 0 && !(isCounted && isUncounted)) ||
      agreement < LIMIT_MIN ||
      ONLY_NEED.test(text)
    )
      continue;
    return {
      relation: 'contradicts',
      strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * agreement),
      finding: {
        kind: 'scope',
        message: `The policy limits this: ${quoted(text)}; the answer says it of all.`,
      },
      passages: [passage.passage],
    };
  }
  return null;
};

/** "All" where a clause rules out a part of them, and "never" where a clause allows a part. */
const sweepingOver = (input: CheckInput): Signal | null => {
  const { text } = input.claim;
  for (const pair of input.pairs) {
    if (pair.passage.passage.row !== null || pair.opposite_words || !pair.opposed) continue;
    if (pair.clause_covered < PART_COVERED_MIN || pair.shared < 2 || !pair.same_act) continue;
    const policyDenies = pair.evidence.negated;
    const clause = text.slice(pair.claim.start_char, pair.claim.end_char);
    // A sum, a day or a second clause narrows what the claim says of all.
    if (clause.length < text.length / 2 || (policyDenies && /\d/.test(clause))) continue;
    if (!(policyDenies ? ALL.test(clause) && !NEVER.test(clause) : NEVER.test(clause))) continue;
    const policy = textOf(pair.passage, pair.evidence);
    if (!policyDenies && (DENIES.test(policy) || pair.clause_reverse < PART_REVERSE_MIN)) continue;
    return {
      relation: 'contradicts',
      strength: Math.min(0.95, pair.clause_covered),
      finding: {
        kind: 'scope',
        message: policyDenies
          ? `The answer says it of all; the policy rules out a part: ${quoted(policy)}.`
          : `The answer says that it never holds; the policy says when it does: ${quoted(policy)}.`,
      },
      passages: [pair.passage.passage],
    };
  }
  return null;
};

const FAMILY = /^(?:slot:[^=]+(?==)|person|place|animal|channel|payment|doc)(?=[.=])/;
const familyOf = (key: string): string | null => FAMILY.exec(key)?.[0] ?? null;

/** The policy says it of one only, and the claim of another of the same kind. */
const another = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  if (!isPositive(input.reading) || claimDenies(input)) return null;
  for (const statement of passage.reading.statements) {
    const text = textOf(passage, statement);
    if (!isMain(statement) || statement.negated || !ONLY.test(text)) continue;
    const keys = keysWithin(passage.reading, statement.start_char, statement.end_char);
    const missing = keys.filter((key) => !claimNames(key, input));
    const agreement = share(keys, (key) => (missing.includes(key) ? 0 : 1), input);
    if (agreement < ANOTHER_MIN) continue;
    const swapped = [...input.focus.own.keys()].find(
      (own) =>
        familyOf(own) !== null &&
        held(own, passage.facts.own, input.affinity) === 0 &&
        held(own, passage.facts.surround, input.affinity) === 0 &&
        missing.some((key) => familyOf(key) === familyOf(own)),
    );
    if (swapped === undefined) continue;
    return {
      relation: 'contradicts',
      strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * agreement),
      finding: {
        kind: 'scope',
        message: `The policy limits this: ${quoted(text)}; the answer says it of ${quoted(wordOf(swapped, input.reading))}.`,
      },
      passages: [passage.passage],
    };
  }
  return null;
};

const wordOf = (key: string, { tokens }: Reading): string =>
  tokens.find((token) => (token.concept ?? token.stem) === key)?.text ?? key;

/** "Only" where the policy says it of all. */
const narrowed = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  if (!input.reading.quantifiers.includes('quantifier.only') || !ONLY.test(input.claim.text)) return null;
  // A passage that covers the claim better says "only" itself.
  const [nearest] = input.evidence;
  if (nearest !== undefined && nearest.coverage > passage.coverage && ONLY.test(nearest.passage.text))
    return null;
  if (ONLY.test(passage.passage.text) || !ALL.test(passage.passage.text) || !isPositive(passage.reading))
    return null;
  if (passage.reverse_own < LIMIT_MIN) return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * passage.reverse_own),
    finding: {
      kind: 'scope',
      message: `The answer limits this with “only”; the policy says it of all: ${quoted(passage.passage.quote)}.`,
    },
    passages: [passage.passage],
  };
};

const EXCLUDED_AGREEMENT_MIN = 0.6;
const EXCEPT =
  /\b(?:except(?: for)?(?! that)|excluding|apart from|other than|sauf|hormis|excepté|à l'exception d)\b/i;
const EXCLUDES =
  /\b(?:(?:is|are|does|do)(?: not|n't) (?:apply|open|eligible|cover|include|valid|available)|not (?:eligible|available|valid|included|open|offered)|ne s'appliqu\w+ pas|n'(?:est|ont|a|y ont) pas (?:droit|ouverte?s?|valables?|disponibles?))\b/i;

/** A class that the policy names behind "except" or "does not apply to", granted by the claim all the same. */
const excluded = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  if (!isPositive(input.reading) || claimDenies(input)) return null;
  const { text } = passage.passage;
  const marker = EXCEPT.exec(text) ?? EXCLUDES.exec(text);
  // "costs 220 except with the cover": the exception spares the customer.
  if (
    marker === null ||
    // What is excepted from a denial or a demand is granted.
    (EXCEPT.test(text) && GRANTS_EXCEPTED.test(text.slice(0, marker.index))) ||
    isExceptedFrom(input, passage, marker.index) ||
    /\b(?:costs?|charged?|fees?|coûte(?:nt)?|frais|factur\w+)\b/i.test(text.slice(0, marker.index))
  )
    return null;
  const end = text.slice(marker.index).search(/[.;]/);
  const behind = keysWithin(
    passage.reading,
    marker.index + marker[0].length,
    end < 0 ? text.length : marker.index + end,
  );
  const before = keysWithin(passage.reading, 0, marker.index);
  const named = behind.filter((key) => !before.includes(key) && input.focus.own.has(key));
  const agreement = share(
    before,
    (key) => (claimNames(key, input) ? 1 : held(key, new Set(input.focus.own.keys()), input.affinity)),
    input,
  );
  const namedShare = share(behind, (key) => (input.focus.own.has(key) ? 1 : 0), input);
  if (named.length === 0 || namedShare < LIMIT_MIN || agreement < EXCLUDED_AGREEMENT_MIN) return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * Math.min(namedShare, agreement)),
    finding: {
      kind: 'scope',
      message: `The policy excludes this: ${quoted(text)}; the answer grants it.`,
    },
    passages: [passage.passage],
  };
};

const GRANTS_EXCEPTED = new RegExp(`${DENIES.source}|n['’]t\\b|\\b(?:must|doit|doivent)\\b`, 'i');

/** "Aunts are not included, unless they lived in the same household": the claim names what grants it all the same. */
const isExceptedFrom = (input: CheckInput, { reading }: AlignedPassage, at: number): boolean =>
  reading.statements.some(
    ({ role, start_char, end_char }) =>
      role === 'exception' &&
      start_char > at &&
      share(keysWithin(reading, start_char, end_char), (key) => (claimNames(key, input) ? 1 : 0), input) >=
        LIMIT_MIN,
  );

const share = (keys: readonly string[], holds: (key: string) => number, { facts }: CheckInput): number => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    total += facts.weight(key);
    sum += facts.weight(key) * holds(key);
  }
  return total === 0 ? 0 : sum / total;
};
