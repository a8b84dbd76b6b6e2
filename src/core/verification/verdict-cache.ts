import type { Claim, GroundingRequest, Language, Verdict } from '../../schema/index.js';
import { sha256Hex } from '../audit/index.js';

/** Verdicts by key, within bounds. */
export interface VerdictCache {
  get(key: string): Verdict | undefined;
  set(key: string, verdict: Verdict): void;
}

/**
 * Keeps the `entriesMax` verdicts that were asked for last.
 * @param onLookup is told of each look-up, for the metrics.
 */
export const lruVerdictCache = (
  entriesMax: number,
  onLookup: (isHit: boolean) => void = () => undefined,
): VerdictCache => {
  const verdicts = new Map<string, Verdict>();
  return {
    get: (key) => {
      const verdict = verdicts.get(key);
      onLookup(verdict !== undefined);
      if (verdict === undefined) return undefined;
      // Deleted and set again, it is the last in the map's order: the first is the one unused for longest.
      verdicts.delete(key);
      verdicts.set(key, verdict);
      return verdict;
    },
    set: (key, verdict) => {
      verdicts.delete(key);
      verdicts.set(key, verdict);
      const oldest = verdicts.keys().next();
      if (verdicts.size > entriesMax && !oldest.done) verdicts.delete(oldest.value);
    },
  };
};

/** What the verdicts of one answer have in common. */
export interface VerdictScope {
  request: Pick<
    GroundingRequest,
    'tenant' | 'as_of' | 'messages' | 'context' | 'case_facts' | 'decisions' | 'knowledge_base'
  >;
  /** Language that texts of the request are read in where they show none. */
  lang: Language;
  /** Index, dense search and fitted thresholds in force. An edit of a policy, the glossary or a reading makes new ones. */
  knowledge: readonly (object | undefined)[];
}

const ids = new WeakMap<object, number>();
let nextId = 0;

/** A number that no other object of this process has. */
const idOf = (thing: object | undefined): number => {
  if (thing === undefined) return 0;
  const known = ids.get(thing);
  if (known !== undefined) return known;
  nextId += 1;
  ids.set(thing, nextId);
  return nextId;
};

/**
 * Digest of everything but the claim that a verdict depends on. The operating point is part of it, since its
 * thresholds stand in the verdict's band; what the decision makes of bands comes after the cache. The checker's build
 * needs no place: a cache lives and ends with the process.
 */
export const verdictScope = async ({ request, lang, knowledge }: VerdictScope): Promise<string> =>
  await sha256Hex(
    JSON.stringify([
      request.tenant,
      request.knowledge_base,
      request.as_of,
      request.decisions.operating_point,
      lang,
      knowledge.map(idOf),
      request.messages.filter((message) => message.role === 'user').map((message) => message.content),
      request.context,
      request.case_facts,
    ]),
  );

/** Longest key that is kept as it is; longer ones (long conversations) are kept as their digest. */
const KEY_CHARS_MAX = 1_000;

const keyOf = async (claim: Claim, scope: string): Promise<string> => {
  const { text, subject, lang, context } = claim;
  const key = scope + JSON.stringify([text, subject, lang, context]);
  return key.length > KEY_CHARS_MAX ? await sha256Hex(key) : key;
};

/**
 * The verdict of a claim, judged only once within a scope; where the claim stands in its answer makes no difference.
 * A check that failed is never kept: the next answer has it tried again.
 */
export const cachedVerdict = async (
  claim: Claim,
  cache: VerdictCache,
  scope: string,
  judge: () => Promise<Verdict>,
): Promise<Verdict> => {
  const key = await keyOf(claim, scope);
  const known = cache.get(key);
  if (known !== undefined) return placed(known, claim);
  const verdict = await judge();
  if (isKept(verdict)) cache.set(key, verdict);
  return placed(verdict, claim);
};

const isKept = ({ reason }: Verdict): boolean => !reason.startsWith('check_failed:');

/** The kept verdict of a claim within a scope; null without one. */
export const keptVerdict = async (
  claim: Claim,
  cache: VerdictCache,
  scope: string,
): Promise<Verdict | null> => {
  const known = cache.get(await keyOf(claim, scope));
  return known === undefined ? null : placed(known, claim);
};

/** Keeps a verdict for the same claim in the same scope, unless its check failed. */
export const keepVerdict = async (
  claim: Claim,
  cache: VerdictCache,
  scope: string,
  verdict: Verdict,
): Promise<void> => {
  if (isKept(verdict)) cache.set(await keyOf(claim, scope), verdict);
};

/** A copy with lists of its own, so that no answer changes another's. */
const placed = (verdict: Verdict, { start_char, end_char }: Claim): Verdict => ({
  ...verdict,
  start_char,
  end_char,
  findings: [...verdict.findings],
  evidence: [...verdict.evidence],
});
