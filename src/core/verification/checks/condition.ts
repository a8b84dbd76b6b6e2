import type { Reading, Statement } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { clausesOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';

/** Least agreement of the claim with the passage and with the clause that the condition limits. */
const COVERED_MIN = 0.5;
const RULE_MIN = 0.5;
/** The same for "all", which may be said of the things and not of the cases. */
const ALL_RULE_MIN = 0.7;
const NEEDED_COVERED_MIN = 0.6;
/** A clause that names another paper or thing than the claim may be read for it. */
const NEEDED_MAX = 0.8;
const EVIDENCE_MAX = 3;
/** Most of the condition that the claim or its context may hold for it to count as left out. */
const KEPT_MAX = 0.35;

/** Words that say that nothing else is asked for. */
const UNCONDITIONAL =
  /\b(?:regardless|no matter|irrespective|whatever|whoever|whichever|even (?:if|when|though|without|after|before|with)|automatically|always|unconditional\w*|guaranteed?|whether or not|in any case|in every case|no ifs|no questions|no (?:conditions?|strings)|without (?:any|having|asking|needing|conditions?|exceptions?)|with or without|no need|needn't|need not|don't (?:have|need) to|doesn't (?:have|need) to|it doesn't matter|any time|at any time|anyone|everyone|just (?:turn|like|come|show)|quel(?:le)?s? que|quoi qu|même (?:si|sans|après|avant|quand|avec)|automatiquement|toujours|d'office|garantie?s?|sans (?:conditions?|exceptions?|devoir|avoir|demander)|avec ou sans|pas besoin|inutile|peu importe|dans tous les cas|à tout moment|n'importe|il suffit)\b/i;

const ALL =
  /\b(?:all(?! (?:we|you|it))|every(?! \d)|everywhere|tous les|toutes les|partout|sans exception)\b/i;

/** Conditions of the policy that the claim denies or leaves out. */
export const conditionCheck: Check = {
  name: 'condition',
  run(input): Signal | null {
    let strongest = neededAfterAll(input);
    for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
      if (passage.passage.row !== null || passage.coverage < COVERED_MIN) continue;
      const signals = [
        tooOften(input, passage),
        ...passage.reading.statements.flatMap((limit) => [
          evenThen(input, passage, limit),
          onlyThen(input, passage, limit),
          judge(input, passage, limit),
        ]),
      ];
      for (const signal of signals)
        if (signal !== null && signal.strength > (strongest?.strength ?? 0)) strongest = signal;
    }
    return strongest;
  },
};

const judge = (input: CheckInput, passage: AlignedPassage, limit: Statement): Signal | null => {
  const words = passage.passage.text.slice(limit.start_char, limit.end_char);
  const isLimit = limit.role === 'condition' || limit.role === 'exception';
  if (!isLimit || isOccasion(words, limit)) return null;
  if (EVEN.test(input.claim.text) && ALSO.test(passage.passage.text)) return null;
  const rule = ruleOf(passage, limit);
  if (rule === null || opposed(input, rule)) return null;
  const agreement = shareHeld(input, passage, rule);
  if (agreement < RULE_MIN) return null;
  const kept = shareHeld(input, passage, limit);
  const says = (words: RegExp): boolean => saysMore(input.claim.text, textOf(passage, rule), words);
  const denies =
    says(UNCONDITIONAL) || ((limit.role === 'exception' || agreement >= ALL_RULE_MIN) && says(ALL));
  const claimLimits = input.reading.statements.some(
    ({ role }) => role === 'condition' || role === 'exception',
  );
  if (!denies || kept > KEPT_MAX || (claimLimits && !/\b(?:even|même)\b/i.test(input.claim.text)))
    return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * agreement),
    finding: {
      kind: 'condition',
      message: `The policy makes this depend on a condition, ${quoted(words)}; the answer says that none applies.`,
    },
    passages: [passage.passage],
  };
};

const textOf = ({ passage }: AlignedPassage, { start_char, end_char }: Statement): string =>
  passage.text.slice(start_char, end_char);

/** Words of the claim that the rule, which the policy limits all the same, does not have: "open to everyone, in August not". */
const saysMore = (claim: string, rule: string, words: RegExp): boolean => {
  const said = words.exec(claim)?.[0];
  return said !== undefined && !rule.toLowerCase().includes(said.toLowerCase());
};

/** How far before "if" its "only" may stand. */
const MARKER_CHARS = 12;
const EVEN =
  /\b(?:even (?:if|when|though|while|without|after|before|with|for|in|on|during)|regardless of|no matter (?:if|whether)|whether or not|même (?:si|sans|après|avant|quand|avec|pour|en|pendant|lorsqu))\b/i;
const ALSO = /\b(?:also|including|aussi|également|y compris|whatever|whether)\b/i;
const LIMITS =
  /\b(?:only|unless|except|provided|as long as|if no|without|not|nor|seulement|uniquement|sauf|à moins|pourvu|à condition|sans|ne|que si)\b|n'/i;

/** "Even if you have debts" where the policy's condition or exception is just that. */
const evenThen = (input: CheckInput, passage: AlignedPassage, limit: Statement): Signal | null => {
  const marker = EVEN.exec(input.claim.text);
  if (marker === null || (limit.role !== 'condition' && limit.role !== 'exception')) return null;
  const words = passage.passage.text.slice(limit.start_char, limit.end_char);
  const withMarker = passage.passage.text.slice(Math.max(0, limit.start_char - MARKER_CHARS), limit.end_char);
  if (ALSO.test(passage.passage.text) || EVEN.test(passage.passage.text) || !LIMITS.test(withMarker))
    return null;
  const rule = ruleOf(passage, limit);
  if (rule === null || opposed(input, rule)) return null;
  const limitKeys = keysOf(passage.reading, limit.start_char, limit.end_char);
  const from = marker.index + marker[0].length;
  const comma = input.claim.text.indexOf(',', from);
  const spared = [...keysOf(input.reading, from, comma < 0 ? input.claim.text.length : comma)];
  const named = spared.filter((key) => held(key, limitKeys, input.affinity) > 0);
  if (named.length === 0 || named.length < spared.length / 2) return null;
  const agreement = shareHeld(input, passage, rule);
  if (agreement < RULE_MIN) return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * agreement),
    finding: {
      kind: 'condition',
      message: `The policy names this as a condition, ${quoted(words)}; the answer says that it holds even then.`,
    },
    passages: [passage.passage],
  };
};

const ONLY_IF =
  /(?<!\p{L})(?:only (?:if|when|once|after|where)|(?:uniquement|seulement|que) (?:si|s['’]|lorsqu|quand|après))(?!\p{L})/iu;

/** "Only if a leak is found" where the policy says "even if no leak is found". */
const onlyThen = (input: CheckInput, passage: AlignedPassage, limit: Statement): Signal | null => {
  const marker = ONLY_IF.exec(input.claim.text);
  if (marker === null || limit.role !== 'condition') return null;
  const from = Math.max(0, limit.start_char - MARKER_CHARS);
  const words = passage.passage.text.slice(from, limit.end_char);
  if (!EVEN.test(words)) return null;
  const rule = ruleOf(passage, limit);
  if (rule === null || shareHeld(input, passage, rule) < RULE_MIN) return null;
  const limitKeys = keysOf(passage.reading, limit.start_char, limit.end_char);
  const demanded = [...keysOf(input.reading, marker.index + marker[0].length, input.claim.text.length)];
  const named = demanded.filter((key) => held(key, limitKeys, input.affinity) > 0);
  if (named.length === 0 || named.length < demanded.length / 2) return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, 0.5 * passage.coverage + 0.5 * shareHeld(input, passage, rule)),
    finding: {
      kind: 'condition',
      message: `The policy says that it holds all the same, ${quoted(passage.passage.quote)}; the answer makes it a condition.`,
    },
    passages: [passage.passage],
  };
};

const OFTEN =
  /\b(?:as (?:often|many times) as|unlimited|any number of times|no limit|every time|repeatedly|autant de fois|aussi souvent|sans limite|illimité\w*|à volonté|chaque fois)\b/i;
/** "Once a year" counts, "once the badge is shown" does not. */
const TIMES =
  /\b(?:once(?! (?:the|you|your|we|it|they|he|she|this|that|all)\b)|twice|one per|\d+ times|une (?:seule )?fois|deux fois|\d+ fois|one .{0,20} per)\b/i;

/** "As often as you like" where the policy counts. */
const tooOften = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  const counted = TIMES.exec(passage.passage.text);
  if (counted === null || !OFTEN.test(input.claim.text) || OFTEN.test(passage.passage.text)) return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, passage.coverage),
    finding: {
      kind: 'condition',
      message: `The policy limits how often, ${quoted(counted[0])}: ${quoted(passage.passage.quote)}; the answer sets no limit.`,
    },
    passages: [passage.passage],
  };
};

/** "You need not book" where the policy of the same thing says "must be booked". */
const neededAfterAll = (input: CheckInput): Signal | null => {
  for (const claim of input.reading.statements) {
    if (claim.role !== 'main' || claim.modality !== 'not_required' || claim.acts.length === 0) continue;
    for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
      if (passage.passage.row !== null || passage.coverage < NEEDED_COVERED_MIN) continue;
      if (passage.reading.statements.some(({ role }) => role === 'exception')) continue;
      const needed = passage.reading.statements.find(
        ({ role, modality, acts, objects }) =>
          role === 'main' &&
          modality === 'required' &&
          acts[0] !== undefined &&
          acts[0] === claim.acts[0] &&
          !passage.reading.names.some((name) => !input.claim.text.includes(name)) &&
          claim.objects.some((object) => objects.includes(object) || passage.facts.surround.has(object)) &&
          share(objects, input) >= NEEDED_COVERED_MIN,
      );
      if (
        needed === undefined ||
        passage.reading.statements.some(({ modality }) => modality === 'not_required')
      )
        continue;
      const words = passage.passage.text.slice(needed.start_char, needed.end_char);
      return {
        relation: 'contradicts',
        strength: Math.min(NEEDED_MAX, passage.coverage),
        finding: {
          kind: 'condition',
          message: `The policy requires this, ${quoted(words)}; the answer says that it is not needed.`,
        },
        passages: [passage.passage],
      };
    }
  }
  return null;
};

const share = (keys: readonly string[], { focus, facts }: CheckInput): number => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    total += facts.weight(key);
    if (focus.own.has(key) || focus.context.has(key)) sum += facts.weight(key);
  }
  return total === 0 ? 0 : sum / total;
};

const keysOf = ({ tokens }: Reading, from: number, to: number): Set<string> =>
  new Set(
    tokens
      .filter((token) => token.is_content && token.start_char >= from && token.end_char <= to)
      .map((token) => token.concept ?? token.stem)
      .filter((key) => !startsWithNumber(key)),
  );

/** "When you arrive", "if you have questions": the occasion of a rule and no condition on it. */
const isOccasion = (words: string, limit: Statement): boolean =>
  limit.role === 'condition' && /^\s*(?:when|whenever|once|where|lorsque?|quand|dès que|où)\b/i.test(words);

/** The main clause that a condition limits. */
const ruleOf = ({ reading, passage }: AlignedPassage, limit: Statement): Statement | null =>
  clausesOf(reading, passage.text).find(({ limits }) => limits.some(({ statement }) => statement === limit))
    ?.statement ?? null;

/** The claim denies what the policy grants: another check's matter. */
const opposed = (input: CheckInput, rule: Statement): boolean => {
  const main = input.reading.statements.find(({ role }) => role === 'main');
  return main !== undefined && main.negated !== rule.negated;
};

const shareHeld = (input: CheckInput, passage: AlignedPassage, statement: Statement): number => {
  const { focus, affinity, facts } = input;
  const own = new Set(focus.own.keys());
  const context = new Set(focus.context.keys());
  let total = 0;
  let sum = 0;
  for (const token of passage.reading.tokens) {
    if (!token.is_content || token.start_char < statement.start_char || token.end_char > statement.end_char)
      continue;
    const key = token.concept ?? token.stem;
    const weight = facts.weight(key);
    total += weight;
    const isHeld = own.has(key) || context.has(key) || affinity.reverse(key).some(([k]) => own.has(k));
    sum += weight * (isHeld ? 1 : held(key, own, affinity));
  }
  return total === 0 ? 0 : sum / total;
};
