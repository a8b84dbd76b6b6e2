import type { Clause } from './clauses.js';
import { isContentToken } from './concepts.js';
import type { Token } from './tokenise.js';

/** True for "No, …" as an answer: it repeats the polarity of what follows. */
const isAnswerWord = (tokens: readonly Token[], at: number, clause: Clause): boolean =>
  at === clause.from &&
  (tokens[at]?.form === 'no' || tokens[at]?.form === 'non') &&
  (tokens[at + 1]?.text === ',' || tokens[at + 1]?.text === '.' || tokens[at + 1]?.text === ':');

/** Words after which "not" denies what follows and not the clause: "per customer and not per account". */
const CONTRASTS = new Set(['and', 'but', 'et', 'mais', ',']);
const CONTRASTED = new Set(
  'partly partially per by through in on at for to from with the a an this that par pour en sur au aux dans de du des le la les un une a before after avant apres when if once quand si lorsque'.split(
    ' ',
  ),
);

const PERSONS = new Set('us me you him her them nous moi vous toi lui elle eux elles'.split(' '));

/** "…, not per account", "et non par compte", ", not us": what is denied is a part that the clause is set against. */
const isContrast = (tokens: readonly Token[], at: number, clause: Clause): boolean => {
  if (at <= clause.from || !CONTRASTS.has(tokens[at - 1]?.form ?? tokens[at - 1]?.text ?? '')) return false;
  const next = tokens[at]?.phraseEnd ?? at + 1;
  const form = tokens[next]?.form ?? '';
  return CONTRASTED.has(form) || (PERSONS.has(form) && tokens[next + 1]?.kind !== 'word');
};

/** "Opened or not", "plié ou non", "deux fois par an, pas davantage": either way, or how far it goes, and no denial. */
const deniesNothing = (tokens: readonly Token[], at: number): boolean => {
  const [before, next] = [tokens[at - 1], tokens[tokens[at]?.phraseEnd ?? at + 1]];
  if (/^(?:or|ou)$/.test(before?.form ?? ''))
    return next?.kind !== 'word' || /^(?:whether|que)$/.test(tokens[at - 2]?.form ?? '');
  return before?.text === ',' && /^(?:davantage|more|plus)$/.test(next?.form ?? '');
};

/** "non commencée", "non-members": the word after it is denied and not the clause. */
const deniesAWord = (tokens: readonly Token[], at: number, clause: Clause): boolean =>
  tokens[at]?.form === 'non' && at + 1 < clause.to && tokens[at + 1]?.kind === 'word';

const RELATIVE = new Set('that which who you we they i he she qui que nous vous'.split(' '));
/** "One that does not appear", "celui qui n'a pas payé", "anyone who": what a relative clause tells apart. */
const ANTECEDENTS = new Set(
  'one ones those anyone anybody everyone everybody someone somebody all celui celle ceux celles quelqu tous toutes ce'.split(
    ' ',
  ),
);
/** They open a clause about whoever it is; what is said of them follows it. */
const WHOEVER = new Set('whoever quiconque'.split(' '));
/** "As an intern you have no …": the pronoun is the subject after an adjunct and opens no clause of its own. */
const ADJUNCT_OPENERS = new Set(
  'as with on in for after at from to by during until before without if when'.split(' '),
);
const AUXILIARY = new Set('do does did have has had is are was were can could will would'.split(' '));

const SUBJECT = new Set('we you they it nous vous ils elles'.split(' '));
const hasSubject = (tokens: readonly Token[], from: number, clause: Clause): boolean =>
  tokens.slice(from, clause.to).some(({ form }) => SUBJECT.has(form));

/** "Gives you no days": the pronoun is whom it is given to, and what follows is no verb of its own. */
const isGivenTo = (tokens: readonly Token[], at: number): boolean =>
  OF_A_NOUN.test(tokens[at]?.form ?? '') && PERSONAL.has(tokens[at - 1]?.form ?? '');
const OF_A_NOUN = /^(?:no|none|nothing)$/;
const PERSONAL = new Set('you we it he she us them'.split(' '));

/** "A debit you did not make", "un numéro qui ne commence pas": the clause inside is denied and not the one around it. */
export const isRelative = (tokens: readonly Token[], at: number, clause: Clause): boolean => {
  const from = AUXILIARY.has(tokens[at - 1]?.form ?? '') ? at - 2 : at - 1;
  const before = tokens[from - 1];
  if (isGivenTo(tokens, at)) return false;
  if (from >= clause.from && WHOEVER.has(tokens[from]?.form ?? '')) return true;
  return (
    from > clause.from &&
    (!ADJUNCT_OPENERS.has(tokens[clause.from]?.form ?? '') || hasSubject(tokens, at + 1, clause)) &&
    RELATIVE.has(tokens[from]?.form ?? '') &&
    before !== undefined &&
    (isContentToken(before) ||
      ANTECEDENTS.has(before.form) ||
      (before.form === 'que' && from - 2 > clause.from))
  );
};

const DOERS = new Set('i we you they he she it'.split(' '));
const PARTICIPLE = /(?:ed|en|wn|ught|ne|ung|un)$/;

/** "We give back the lessons not taken": what is denied is a participle behind its noun, in a clause with a verb of its own. */
const isBehindNoun = (tokens: readonly Token[], at: number, clause: Clause): boolean => {
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  return (
    tokens[at]?.form === 'not' &&
    before !== undefined &&
    isContentToken(before) &&
    at + 1 < clause.to &&
    PARTICIPLE.test(next?.form ?? '') &&
    tokens.slice(clause.from, at - 1).some(({ form }) => DOERS.has(form))
  );
};

/** "Parcels that nobody collects": nobody is the subject of the clause inside. */
const isSubjectInside = (tokens: readonly Token[], at: number, clause: Clause): boolean =>
  RELATIVE_PRONOUN.test(tokens[at - 1]?.form ?? '') && isRelative(tokens, at, clause);
const RELATIVE_PRONOUN = /^(?:that|which|who|whom|que|qui|dont)$/;

/** "Proof that the merchant did not reply": what is to be shown is denied, and not the showing. */
const isToBeShown = (tokens: readonly Token[], at: number, clause: Clause): boolean => {
  for (let before = at - 1; before > clause.from && before > at - SHOWN_MAX; before -= 1)
    if (THAT.test(tokens[before]?.form ?? '')) return SHOWING.test(tokens[before - 1]?.concept ?? '');
  return false;
};
/** Longest way back from a denied verb to "that", in tokens. */
const SHOWN_MAX = 8;
const THAT = /^(?:that|que|qu)$/;
const SHOWING = /^(?:act\.(?:prove|show|declare|attest|certify)|doc\.)/;

/** "(not rented)", "a chargeback for “not received”": a remark or a name, of which the clause around it says nothing. */
const isSetApart = (tokens: readonly Token[], at: number, clause: Clause): boolean => {
  for (let before = at - 1; before > clause.from && before > at - BRACKET_MAX; before -= 1) {
    const mark = tokens[before]?.text ?? '';
    if (mark === ')' || CLOSES.test(mark)) return false;
    if (mark === '(' || OPENS.test(mark)) return true;
    if (mark === '"') return isOddQuote(tokens, before, clause);
  }
  return false;
};
const OPENS = /^[“«]$/;
const CLOSES = /^[”»]$/;
/** Whether a straight quotation mark opens: an even number of them stands before it in the clause. */
const isOddQuote = (tokens: readonly Token[], at: number, clause: Clause): boolean => {
  let count = 0;
  for (let before = Math.max(clause.from, at - BRACKET_MAX); before < at; before += 1)
    if (tokens[before]?.text === '"') count += 1;
  return count % 2 === 0;
};
/** Longest way back to a bracket, in tokens. */
const BRACKET_MAX = 30;

/** "Travel free, with no ticket": what is done without. */
const isWithout = (tokens: readonly Token[], at: number): boolean =>
  ['with', 'avec'].includes(tokens[at - 1]?.form ?? '') && NONE.test(tokens[at]?.form ?? '');
const NONE = /^(?:no|aucune?)$/;

const PAS = /^(?:pas|non|jamais|aucun|aucune|nul)$/;

const isNegation = ({ concept }: Token): boolean =>
  concept === 'neg.ne' || concept === 'neg.not' || concept === 'quantifier.none';

/** Indexes of the words that negate the clause; "ne … que" is "only" and negates nothing. */
export function negationsOf(tokens: readonly Token[], clause: Clause): number[] {
  const found: number[] = [];
  let open: number | null = null;
  let inside = false;
  for (let at = clause.from; at < clause.to; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isNegation(token) && (isSetApart(tokens, at, clause) || isWithout(tokens, at))) continue;
    if (token.concept === 'neg.ne') {
      open = at;
      inside = isRelative(tokens, at, clause);
    } else if (token.concept === 'neg.not' && !isAnswerWord(tokens, at, clause)) {
      const isOther =
        deniesAWord(tokens, at, clause) ||
        isBehindNoun(tokens, at, clause) ||
        isContrast(tokens, at, clause) ||
        deniesNothing(tokens, at) ||
        isToBeShown(tokens, at, clause) ||
        (open === null ? isRelative(tokens, at, clause) : inside);
      if (token.phraseStart === at && !isOther) found.push(at);
      open = null;
    } else if (open !== null && (token.form === 'plus' || token.concept === 'quantifier.none')) {
      if (!inside) found.push(at);
      open = null;
    } else if (token.concept === 'quantifier.none' && token.phraseStart === at) {
      if (!isSubjectInside(tokens, at, clause)) found.push(at);
    } else if (open !== null && token.concept === 'quantifier.only') open = null;
    // "n'est pas possible": the phrase itself says no.
    else if (open !== null && token.phraseStart === at && token.phraseEnd > at + 1 && PAS.test(token.form))
      open = null;
  }
  if (open !== null && !inside) found.push(open);
  return found;
}
