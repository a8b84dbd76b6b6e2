import type { Reading } from '../../../schema/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { tellsOfCase } from '../customer-case/tells-of-case.js';
import { limitsItself } from '../limiting-words.js';

/** Words that take in everybody, everything or every time; "every two years", "all year", "at all" and "in all" do not. */
const ALL =
  /(?<!\bat )(?<!\bof )(?<!\bin )(?<!\p{L})(?:all(?! (?:two|three|four|five|six|seven|eight|nine|ten|\d|who|those who|set|we|you|it|of (?:your|it)|year|day|in\b|that|the same|along|over))|any(?! (?:time|more|longer|further|later|earlier))|every(?! (?:\d|other|few|two|three|four|second|side|day|week|month|year|hour|time|night|january|february|march|april|may|june|july|august|september|october|november|december))|everyone(?! (?:else|who))|everybody(?! (?:else|who))|anyone(?! who)|anybody(?! who)|everywhere|anywhere|always|regardless|whatever (?:the|your|their|its|his|her|happens)|no matter|in any case|at any time|at all times|dans tous les cas|peu importe|à tout moment|tous(?! (?:ceux|les (?:deux|trois|quatre|cinq|moins de|plus de|\d|jours|mois|ans)))|toutes?(?! (?:celles|les (?:deux|trois|quatre|cinq|\d|heures|semaines)))|tout le monde|chaque(?! (?:jour|mois|année|semaine|fois))|n['’]importe|partout|(?<!(?:est|sont|êtes|reste|restent) )toujours|quel(?:le)?s? que soi(?:t|ent))(?!\p{L})/iu;
/** A policy that itself speaks of all, or of one and another. */
const POLICY_ALL =
  /(?<!\p{L})(?:all|any|every|each|everyone|anyone|always|both|whatever|regardless|in any case|at any time|dans tous les cas|peu importe|à tout moment|whole|tous|toutes?|chaque|toujours|même|also|too|including|no matter)(?!\p{L})/iu;
const POLICY_LIMITS =
  /(?<!\p{L})(?:only|if|unless|except|excluding|excluded|who|provided|as long as|others?|but|certain|some|not|otherwise|si|sauf|hormis|seule?s?|uniquement|à condition|autres?|mais|exclu\p{L}*|certain\p{L}*)(?!\p{L})/iu;

const COVERED_MIN = 0.4;
/** Of a claim of fewer words any passage that shares one seems to speak. */
const OWN_WORDS_MIN = 3;
/** How much less than the nearest one a passage may cover the claim that itself says "all". */
const BESIDE = 0.1;
/**
 * Strength where the policy's sentence limits what it says, and where it only does not say "all". Of the training
 * claims 0.85 and 0.6 of those told so were wrong, at one wrong claim in five; the words alone tell 0.35.
 */
const LIMITS = { base: 0.65, covered: 0.3 } as const;
const SILENT = { base: 0.25, covered: 0.3 } as const;

/** "Only with an adult" asks for one. */
const ONLY_WITH =
  /(?<!\p{L})(?:only (?:with|if|when|on)|uniquement (?:avec|si)|seulement (?:avec|si))(?!\p{L})/iu;

/** "Passengers must be 16" asks it of every one of them, as "everyone must" does. */
const requires = ({ statements }: Reading): boolean =>
  statements.some(({ role, modality, negated }) => role === 'main' && modality === 'required' && !negated);

const OF_EACH = /(?<!\p{L})(?:each|every|chaque)\s+(\p{L}+)/giu;

/** "Each kilo", "every bag", where the policy says "per kilo" and "a bag". */
const countsEach = (claim: string, policy: string): boolean =>
  [...claim.matchAll(OF_EACH)].some(([, noun = '']) =>
    [...policy.matchAll(PER)].some(([, counted]) => counted?.toLowerCase() === noun.toLowerCase()),
  );
const PER = /(?<!\p{L})(?:per|par|a|an)\s+(\p{L}+)/giu;

/** "All", "anyone", "always" where the sentence that covers the claim best says it of some. */
export const overreachCheck: Check = {
  name: 'overreach',
  run(input: CheckInput): Signal | null {
    const { claim, reading, evidence } = input;
    if (tellsOfCase(input)) return null;
    const [nearest] = evidence;
    if (nearest === undefined || nearest.passage.row !== null || nearest.coverage < COVERED_MIN) return null;
    if (!ALL.test(claim.text) || limitsItself(claim.text)) return null;
    if (input.focus.own.size < OWN_WORDS_MIN) return null;
    const { text, quote } = nearest.passage;
    const speaksOfAll = evidence.some(
      ({ passage, coverage }) =>
        coverage >= nearest.coverage - BESIDE && (POLICY_ALL.test(passage.text) || ALL.test(passage.text)),
    );
    if (speaksOfAll || countsEach(claim.text, text)) return null;
    if (requires(reading) && (requires(nearest.reading) || ONLY_WITH.test(text))) return null;
    const { base, covered } = POLICY_LIMITS.test(text) ? LIMITS : SILENT;
    return {
      relation: 'contradicts',
      strength: base + covered * nearest.coverage,
      finding: {
        kind: 'scope',
        message: `The answer says it of all; the policy does not: ${quoted(quote)}.`,
      },
      passages: [nearest.passage],
    };
  },
};
