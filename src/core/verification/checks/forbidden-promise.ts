import type { ReadToken, Statement } from '../../../schema/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { shareOf } from '../clauses/index.js';
import { keyOfToken } from '../denials.js';
import { type AlignedPassage, held } from '../matching/alignment.js';

/** Passages looked at: what may not be promised stands near what is. */
const PASSAGES_MAX = 8;
/** Least share of what may not be said that the claim says, by the weight of its words. */
const SAID_MIN = 0.75;
const WORDS_MIN = 2;
const PROMISING: ReadonlySet<string> = new Set(['act.guarantee', 'act.confirm']);
const SAYING = /^(?:say|says|said|assert|asserted|dire|dit|affirmer|affirmé)$/;
/** "The promise covers" promises nothing. */
const DETERMINERS = /^(?:the|a|our|this|that|your|la|une|notre|cette|votre)$/i;
/** A claim that denies, or that only tells where to ask, promises nothing. */
const DENIES =
  /(?<!\p{L})(?:not|no|never|cannot|nobody|none|without|ask|check|ne|pas|aucune?|jamais|sans|demande[rz])(?!\p{L})|n['’]t(?!\p{L})|(?<!\p{L})n['’]/iu;

/** What a policy says that nobody may promise or say, said: "no dish can be promised to be safe". */
export const forbiddenPromiseCheck: Check = {
  name: 'forbidden-promise',
  run(input): Signal | null {
    if (DENIES.test(input.claim.text) || input.claim.text.trimEnd().endsWith('?')) return null;
    let best: { share: number; passage: AlignedPassage; statement: Statement } | null = null;
    for (const passage of input.evidence.slice(0, PASSAGES_MAX)) {
      if (passage.passage.row !== null) continue;
      for (const statement of passage.reading.statements) {
        if (statement.role !== 'main' || !statement.negated) continue;
        const share = shareSaid(input, promisedIn(passage, statement));
        if (share >= SAID_MIN && share > (best?.share ?? 0)) best = { share, passage, statement };
      }
    }
    if (best === null) return null;
    const { passage, statement, share } = best;
    const policy = passage.passage.text.slice(statement.start_char, statement.end_char);
    return {
      relation: 'contradicts',
      strength: share,
      finding: { kind: 'polarity', message: `The policy lets nobody say this: ${quoted(policy)}.` },
      passages: [passage.passage],
    };
  },
};

/** The words behind the promise of a clause; none where it speaks of no promise. */
const promisedIn = ({ reading }: AlignedPassage, { start_char, end_char }: Statement): ReadToken[] => {
  const tokens = reading.tokens.filter(
    (token) => token.start_char >= start_char && token.end_char <= end_char,
  );
  const at = tokens.findIndex(
    ({ concept, text }, place) =>
      (PROMISING.has(concept ?? '') || SAYING.test(text.toLowerCase())) &&
      !DETERMINERS.test(tokens[place - 1]?.text ?? ''),
  );
  return at < 0 ? [] : tokens.slice(at + 1).filter(({ is_content }) => is_content);
};

const shareSaid = ({ focus, facts, affinity }: CheckInput, promised: readonly ReadToken[]): number => {
  const keys = new Set(promised.map(keyOfToken).filter((key) => !PROMISING.has(key)));
  if (keys.size < WORDS_MIN) return 0;
  const own = new Set(focus.own.keys());
  return shareOf(keys, (key) => held(key, own, affinity), facts.weight);
};
