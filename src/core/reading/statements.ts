import type { Language, Modality, Statement } from '../../schema/index.js';
import { type Clause, splitClauses } from './clauses.js';
import { isContentToken, keyOf } from './concepts.js';
import type { Token } from './tokenise.js';

const BEFORE_MODAL = 7;
const AFTER_MODAL = 3;

interface Sense {
  modality: Modality;
  /** A modal or imperative was seen, at this token. */
  at: number | null;
}

const POSITIVE: Readonly<Record<string, Modality>> = {
  'modal.may': 'allowed',
  'modal.must': 'required',
  'modal.need': 'required',
  'modal.suffice': 'required',
  'modal.not_needed': 'not_required',
  'modal.forbidden': 'forbidden',
};
const NEGATIVE: Readonly<Record<string, Modality>> = {
  'modal.may': 'forbidden',
  'modal.must': 'forbidden',
  'modal.need': 'not_required',
  'modal.suffice': 'stated',
  'modal.not_needed': 'required',
  'modal.forbidden': 'allowed',
};

/** True for "No, …" as an answer: it repeats the polarity of what follows. */
const isAnswerWord = (tokens: readonly Token[], at: number): boolean =>
  (tokens[at]?.form === 'no' || tokens[at]?.form === 'non') &&
  (tokens[at + 1]?.text === ',' || tokens[at + 1]?.text === '.' || tokens[at + 1]?.text === ':');

/** Indexes of the words that negate the clause; "ne … que" is "only" and negates nothing. */
export function negationsOf(tokens: readonly Token[], clause: Clause): number[] {
  const found: number[] = [];
  let open: number | null = null;
  for (let at = clause.from; at < clause.to; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.concept === 'neg.ne') open = at;
    else if (token.concept === 'neg.not' && !isAnswerWord(tokens, at)) {
      if (token.phraseStart === at) found.push(at);
      open = null;
    } else if (open !== null && (token.form === 'plus' || token.concept === 'quantifier.none')) {
      found.push(at);
      open = null;
    } else if (token.concept === 'quantifier.none' && token.phraseStart === at) found.push(at);
    else if (open !== null && token.concept === 'quantifier.only') open = null;
  }
  if (open !== null) found.push(open);
  return found;
}

function senseOf(
  tokens: readonly Token[],
  clause: Clause,
  negations: readonly number[],
  lang: Language,
): Sense {
  for (let at = clause.from; at < clause.to; at += 1) {
    const concept = tokens[at]?.concept;
    if (concept === null || concept === undefined || !(concept in POSITIVE)) continue;
    if (isWeakModal(tokens, at, clause)) continue;
    const end = tokens[at]?.phraseEnd ?? at + 1;
    const isNegated = negations.some(
      (neg) => (neg < at && at - neg <= BEFORE_MODAL) || (neg >= end && neg - end < AFTER_MODAL),
    );
    return { modality: (isNegated ? NEGATIVE : POSITIVE)[concept] ?? 'stated', at };
  }
  return imperative(tokens, clause, negations, lang);
}

/** "may be required to", "can you need": the second modal says more than the first. */
function isWeakModal(tokens: readonly Token[], at: number, clause: Clause): boolean {
  const token = tokens[at];
  if (token === undefined || token.concept !== 'modal.may') return false;
  for (let next = token.phraseEnd; next < Math.min(clause.to, token.phraseEnd + 3); next += 1) {
    const concept = tokens[next]?.concept;
    if (concept === 'modal.need' || concept === 'modal.forbidden') return true;
  }
  return false;
}

const OPENERS = new Set(
  'please simply just then also always first and or veuillez merci de to so now alors puis'.split(' '),
);
const NOUN_ENDING = /(?:ment|tion|sion|ance|ence|ery|al|ure|ing|ed|er|s)$/;
const VERB_FOLLOWERS = new Set(
  'a an the your our us it this that these any all at by in to them through for up no with within before after on online both each one from as me my its their every out only'.split(
    ' ',
  ),
);

/** "Send us the form", "Envoyez le formulaire": an order; "Do not send", "N'envoyez pas": a prohibition. */
function imperative(
  tokens: readonly Token[],
  clause: Clause,
  negations: readonly number[],
  lang: Language,
): Sense {
  const none: Sense = { modality: 'stated', at: null };
  if (clause.role !== 'main') return none;
  let at = clause.from;
  let polite = false;
  while (at < clause.to && (OPENERS.has(tokens[at]?.form ?? '') || tokens[at]?.text === ',')) {
    polite ||= ['veuillez', 'please', 'merci'].includes(tokens[at]?.form ?? '');
    at += 1;
  }
  const first = tokens[at];
  if (first === undefined) return none;
  const ordered: Sense = { modality: 'required', at };
  const forbidden: Sense = { modality: 'forbidden', at };
  if (lang === 'fr') {
    const isNe = first.concept === 'neg.ne';
    const verb = isNe ? tokens[at + 1] : first;
    if (verb === undefined) return none;
    const isOrder =
      /[^n]ez$/.test(verb.form) &&
      !['chez', 'assez', 'avez', 'etes', 'serez', 'aurez'].includes(verb.form) &&
      tokens[at + 1]?.form !== 'vous';
    if (isOrder) return isNe && negations.length > 0 ? forbidden : ordered;
    return polite && verb.concept?.startsWith('act.') === true ? ordered : none;
  }
  if ((first.form === 'do' && tokens[at + 1]?.form === 'not') || first.form === 'never') {
    const verb = tokens[first.form === 'do' ? at + 2 : at + 1];
    return verb !== undefined && verb.kind === 'word' && !NOUN_ENDING.test(verb.form) ? forbidden : none;
  }
  if (first.concept?.startsWith('act.') !== true || NOUN_ENDING.test(first.form)) return none;
  const next = tokens[first.phraseEnd];
  if (
    first.concept === 'act.open' &&
    ['from', 'until', 'on', 'at', 'to', 'every', 'all', 'daily'].includes(next?.form ?? '')
  )
    return none;
  const follows =
    next === undefined ||
    VERB_FOLLOWERS.has(next.form) ||
    next.concept === 'cmp.within' ||
    next.concept?.startsWith('rel.') === true;
  return polite || (follows && next?.form !== 'of') ? ordered : none;
}

function statementOf(tokens: readonly Token[], clause: Clause, lang: Language): Statement {
  const negations = negationsOf(tokens, clause);
  const sense = senseOf(tokens, clause, negations, lang);
  const acts: string[] = [];
  const objects: string[] = [];
  let main: string | null = null;
  for (let at = clause.from; at < clause.to; at += 1) {
    const token = tokens[at];
    if (token === undefined || !isContentToken(token)) continue;
    const key = keyOf(token);
    if (key.startsWith('act.')) {
      if (main === null && sense.at !== null && at >= sense.at) main = key;
      if (!acts.includes(key)) acts.push(key);
    } else if (!objects.includes(key)) objects.push(key);
  }
  const ordered = main === null ? acts : [main, ...acts.filter((act) => act !== main)];
  const negated =
    sense.modality === 'forbidden' ||
    sense.modality === 'not_required' ||
    (sense.modality === 'stated' && negations.length % 2 === 1);
  return {
    modality: sense.modality,
    negated,
    acts: ordered,
    objects,
    role: clause.role,
    start_char: tokens[clause.from]?.start ?? 0,
    end_char: tokens[clause.to - 1]?.end ?? 0,
  };
}

/** The clauses of a text as statements; clauses without content are left out. */
export function readStatements(tokens: readonly Token[], lang: Language): Statement[] {
  return splitClauses(tokens)
    .map((clause) => statementOf(tokens, clause, lang))
    .filter(
      (statement) =>
        statement.acts.length + statement.objects.length > 0 ||
        statement.modality !== 'stated' ||
        statement.negated,
    );
}
