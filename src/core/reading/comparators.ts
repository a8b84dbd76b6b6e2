import type { Comparator } from '../../schema/index.js';
import { isContentConcept } from '../lexicon/index.js';
import type { QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

const COMPARATOR: Readonly<Record<string, Comparator>> = {
  'cmp.at_least': 'at_least',
  'cmp.at_most': 'at_most',
  'cmp.within': 'at_most',
  'cmp.by_latest': 'at_most',
  'cmp.more_than': 'more_than',
  'cmp.less_than': 'less_than',
  'cmp.exceed': 'more_than',
  'cmp.about': 'about',
  'cmp.exactly': 'equal',
};

const FLIPPED: Partial<Record<Comparator, Comparator>> = { more_than: 'at_most', less_than: 'at_least' };

const SKIPPED = new Set(
  'the a an of only just is are be that than que de d un une le la les l du des to a total full initial another further last next first premiers derniers premieres prochains prochaines in period within delai'.split(
    ' ',
  ),
);
const LIMIT_NOUNS = new Set(
  'minimum maximum limit limite plafond minimal maximal maximale minimale cap max min'.split(' '),
);
const LIMIT: Readonly<Record<string, Comparator>> = {
  minimum: 'at_least',
  minimal: 'at_least',
  minimale: 'at_least',
  min: 'at_least',
};
const MEASURE_VERBS = new Set(
  'be weigh last cost exceed measure go take is are must can may cannot than pese peser dure durer coute couter depasser exceder etre peut doit ne pas depasse excede mesurer'.split(
    ' ',
  ),
);

const isClauseEdge = (token: Token): boolean =>
  (token.kind === 'punct' && token.text !== '(' && token.text !== '-' && token.text !== '"') ||
  token.concept === 'conj.but';

function isNegatedBefore(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - 5); i -= 1) {
    const token = tokens[i];
    if (token === undefined || isClauseEdge(token)) return false;
    if (token.concept === 'neg.not' || token.concept === 'modal.forbidden') return true;
    if (!MEASURE_VERBS.has(token.form)) return false;
  }
  return false;
}

interface Found {
  comparator: Comparator;
  at: number;
}

function leftOf(tokens: readonly Token[], from: number): Found | null {
  let at = from - 1;
  for (let skipped = 0; skipped < 4; skipped += 1, at -= 1) {
    const token = tokens[at];
    if (token === undefined || isClauseEdge(token)) return null;
    const comparator = token.concept === null ? undefined : COMPARATOR[token.concept];
    if (comparator !== undefined) {
      const isMeasured = comparator === 'more_than' || comparator === 'less_than';
      const flipped =
        isMeasured && isNegatedBefore(tokens, token.phraseStart) ? FLIPPED[comparator] : undefined;
      return { comparator: flipped ?? comparator, at: token.phraseStart };
    }
    if (!SKIPPED.has(token.form)) return null;
  }
  return null;
}

/** "The maximum weight is 23 kg": a limit word earlier in the clause, without another number between. */
function limitNounBefore(tokens: readonly Token[], from: number): Found | null {
  for (let at = from - 1; at >= Math.max(0, from - 7); at -= 1) {
    const token = tokens[at];
    if (token === undefined || isClauseEdge(token) || token.kind === 'number' || token.used) return null;
    if (LIMIT_NOUNS.has(token.form)) return { comparator: LIMIT[token.form] ?? 'at_most', at: from };
    // "A minimum payment that is missed costs $18": what it costs is no bound.
    if (token.concept === 'act.cost') return null;
  }
  return null;
}

/** What a bare "from" sets the least of; periods, dates and hours from which something holds are read as times. */
const COUNTED_FROM: ReadonlySet<QuantityDraft['kind']> = new Set([
  'count',
  'money',
  'points',
  'age',
  'weight',
  'length',
]);

/**
 * "From four seats", "groups from 10 people", "dès 60 ventes": a least number at the head of a clause or behind the things
 * that are counted; "paid from £20" sets none.
 */
function fromBefore(tokens: readonly Token[], draft: QuantityDraft): Found | null {
  if (!COUNTED_FROM.has(draft.kind) && !(draft.kind === 'duration' && draft.unit === 'year')) return null;
  let at = draft.from - 1;
  if (tokens[at]?.form === 'age') at -= 1;
  const opener = tokens[at];
  if (opener === undefined || (opener.form !== 'from' && opener.text.toLowerCase() !== 'dès')) return null;
  const before = tokens[at - 1];
  const isHead = before === undefined || isClauseEdge(before) || before.concept?.startsWith('conj.') === true;
  return isHead || isThing(before) ? { comparator: 'at_least', at } : null;
}

/** A known thing or person, and no act: what "from" behind it tells of is how many. */
const isThing = ({ concept }: Token): boolean =>
  concept !== null && isContentConcept(concept) && !/^(?:act|event|quality|time)\./.test(concept);

/** Who has the time; a shop or a plan that has so many weeks sets no limit. */
const HOLDERS = new Set('you they he she we one vous il elle on nous ils elles i je'.split(' '));
const HAS = new Set(
  'have has had get gets ai a as avez avons ont aurez aura dispose disposez disposent aviez'.split(' '),
);
/** What the time is for, or from when it runs. */
const RUNS = new Set(
  'to from after in for of starting counting as pour a apres des depuis afin suivant de du'.split(' '),
);

/** "You have six months from our answer", "elle a deux jours pour accepter": time to do something in, at most. */
function isGivenTime(tokens: readonly Token[], { kind, unit, from, to }: QuantityDraft): boolean {
  if (kind !== 'duration' || unit === 'year') return false;
  const ofAt = tokens[from - 1]?.form === 'de' ? from - 1 : from;
  const [verb, next] = [tokens[ofAt - 1], tokens[to]];
  let at = ofAt - 2;
  if (tokens[at]?.form === 'then' || tokens[at]?.form === 'only') at -= 1;
  const holder = tokens[at];
  return (
    verb !== undefined &&
    HAS.has(verb.form) &&
    holder !== undefined &&
    (HOLDERS.has(holder.form) || holder.concept?.startsWith('person.') === true) &&
    (next === undefined || isClauseEdge(next) || RUNS.has(next.form))
  );
}

const isNounLike = (token: Token | undefined): boolean =>
  token !== undefined && (token.concept === null || isContentConcept(token.concept));

const TRAILING = new Set(['cmp.at_least', 'cmp.at_most', 'cmp.by_latest']);

/** Sets the comparator from the words before or after the number ("up to 3", "3 or more", "maximum weight is 23 kg"). */
export function setComparator(tokens: readonly Token[], draft: QuantityDraft): void {
  if (draft.comparator === 'between') return;
  const left = leftOf(tokens, draft.from);
  let after = tokens[draft.to]?.text === ',' || tokens[draft.to]?.text === '(' ? draft.to + 1 : draft.to;
  // "12 bags or more": the counted noun stands between.
  if (draft.kind === 'count') {
    while (after < draft.to + 3 && tokens[after]?.kind === 'word' && isNounLike(tokens[after])) after += 1;
  }
  const right = tokens[after];
  const trailing =
    right?.concept !== null &&
    right?.concept !== undefined &&
    TRAILING.has(right.concept) &&
    tokens[right.phraseEnd]?.kind !== 'number'
      ? COMPARATOR[right.concept]
      : undefined;
  if (trailing !== undefined && right !== undefined && left === null) {
    draft.comparator = trailing;
    draft.outerTo = Math.max(draft.outerTo, right.phraseEnd);
    return;
  }
  if (left === null && isGivenTime(tokens, draft)) {
    draft.comparator = 'at_most';
    return;
  }
  const found = left ?? fromBefore(tokens, draft) ?? limitNounBefore(tokens, draft.from);
  if (found === null) return;
  draft.comparator = found.comparator;
  draft.outerFrom = Math.min(draft.outerFrom, found.at);
}
