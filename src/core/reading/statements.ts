import type { Language, Modality, Statement } from '../../schema/index.js';
import { type Clause, splitClauses } from './clauses.js';
import { isContentToken, keyOf } from './concepts.js';
import { isRelative, negationsOf } from './negations.js';
import type { Token } from './tokenise.js';

const BEFORE_MODAL = 7;
const AFTER_MODAL = 3;
/** How far before a modal a plain "not" may stand: "not yet allowed", "not always be able to". */
const NOT_BEFORE_MODAL = 3;

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

/** Words that deny whatever verb follows them: "no exception may", "nobody can". */
const DENYING_SUBJECT = new Set(
  'no none nobody nothing neither nor never nowhere under in at aucun aucune nul nulle personne rien jamais ni en'.split(
    ' ',
  ),
);

/** "may not", "is not able to", "no exception can": a "not" of another verb before it ("not used may be") is another's. */
const negatesModal = (tokens: readonly Token[], neg: number, at: number, end: number): boolean => {
  if (neg >= end) return neg - end < AFTER_MODAL;
  const distance = at - neg;
  if (distance > BEFORE_MODAL) return false;
  const isVerb = BEING.has(tokens[neg - 1]?.form ?? '') || tokens[neg]?.form === 'pas';
  return (
    distance <= NOT_BEFORE_MODAL ||
    isVerb ||
    DENYING_SUBJECT.has(tokens[neg]?.form ?? '') ||
    tokens[neg]?.concept === 'neg.ne'
  );
};

function senseOf(
  tokens: readonly Token[],
  clause: Clause,
  negations: readonly number[],
  lang: Language,
): Sense {
  for (let at = clause.from; at < clause.to; at += 1) {
    const concept = tokens[at]?.concept;
    if (concept === null || concept === undefined || !(concept in POSITIVE)) continue;
    if (isWeakModal(tokens, at, clause) || isAttribute(tokens, at, clause)) continue;
    const end = tokens[at]?.phraseEnd ?? at + 1;
    // "The one we can't take is …": what is denied inside is not allowed around it.
    const isDeniedInside = tokens[end]?.concept === 'neg.not' && !negations.includes(end);
    if (isRelative(tokens, at, clause) && (isDeniedInside || negations.some((neg) => neg > at + 1))) continue;
    const isNegated = negations.some((neg) => negatesModal(tokens, neg, at, end));
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

const ATTRIBUTES =
  /^(?:obligatoires?|necessaires?|facultati(?:f|fs|ve|ves)|mandatory|compulsory|required|necessary|optional)$/;
const BEING = new Set('is are was were be est sont sera seront'.split(' '));

/** "Compulsory training is not charged": said of a thing before the verb, and no demand. */
function isAttribute(tokens: readonly Token[], at: number, clause: Clause): boolean {
  if (!ATTRIBUTES.test(tokens[at]?.form ?? '')) return false;
  const isBeing = (token: Token): boolean => BEING.has(token.form);
  return (
    tokens.slice(at + 1, Math.min(clause.to, at + 6)).some(isBeing) &&
    !tokens.slice(Math.max(clause.from, at - 4), at).some(isBeing)
  );
}

const OPENERS = new Set(
  'please simply just then also always first and or veuillez merci de to so now alors puis'.split(' '),
);
const NOUN_ENDING = /(?:ment|tion|sion|ance|ence|ery|ntry|al|ure|ing|ed|er|s)$/;
const VERB_FOLLOWERS = new Set(
  'a an the your our us it this that these any all at by in to them through for up no with within before after on online both each one from as me my its their every out only'.split(
    ' ',
  ),
);

/** A comma, or a word of a phrase that only frames what follows: "rest easy, …", "rassurez-vous, …". */
const opensOnly = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.text === ',' || (token.concept === 'neutral.light' && token.phraseEnd - token.phraseStart > 1));

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
  while (at < clause.to && (OPENERS.has(tokens[at]?.form ?? '') || opensOnly(tokens[at]))) {
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

/** "Nobody is never refused": a denied subject and a denied verb; "no overdraft and no card" denies twice over. */
const cancelOut = (tokens: readonly Token[], negations: readonly number[]): boolean => {
  const [first, second] = negations;
  if (first === undefined || second === undefined || negations.length > 2) return false;
  return tokens[first]?.concept === 'quantifier.none' && /^(?:not|never)$/.test(tokens[second]?.form ?? '');
};

/** Keys of what a clause leaves to the one before it; a subject lends no act. */
const borrowed = (tokens: readonly Token[], { borrows }: Clause): string[] =>
  borrows === null
    ? []
    : tokens
        .slice(borrows.from, borrows.to)
        .filter(isContentToken)
        .map(keyOf)
        .filter((key) => borrows.part === 'predicate' || !key.startsWith('act.'));

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
  const hasAct = acts.length > 0;
  for (const key of borrowed(tokens, clause))
    if (key.startsWith('act.')) {
      if ((!hasAct || clause.borrows?.part === 'predicate') && !acts.includes(key)) acts.push(key);
    } else if (!objects.includes(key)) objects.push(key);
  const ordered = main === null ? acts : [main, ...acts.filter((act) => act !== main)];
  const negated =
    sense.modality === 'forbidden' ||
    sense.modality === 'not_required' ||
    (sense.modality === 'stated' && negations.length > 0 && !cancelOut(tokens, negations));
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

/** The clauses of a text from its token `first` on as statements; clauses without content are left out, but for exceptions that say a number. */
export function readStatements(tokens: readonly Token[], lang: Language, first = 0): Statement[] {
  return splitClauses(tokens, lang, first).flatMap((clause) => {
    const statement = statementOf(tokens, clause, lang);
    const says =
      statement.acts.length + statement.objects.length > 0 ||
      statement.modality !== 'stated' ||
      statement.negated ||
      (clause.role === 'exception' &&
        tokens.slice(clause.from, clause.to).some(({ kind }) => kind === 'number'));
    return says ? [statement] : [];
  });
}
