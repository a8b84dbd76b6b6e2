import type { Language, Statement } from '../../schema/index.js';
import { isOneTime, isSavedFrom } from './clause-openers.js';
import { isContentToken } from './concepts.js';
import type { Token } from './tokenise.js';
import { asksForNothing, bindsByOnly, deniesItself, namesNothing, verblessHalf } from './verbless-halves.js';

/** A clause as token indexes, half-open. */
export interface Clause {
  role: Statement['role'];
  from: number;
  to: number;
  /** Words before it that it leaves unsaid; null for none. */
  borrows: Borrowed | null;
}

/** Tokens of the clause before, half-open: the subject, or what was said of another one. */
export interface Borrowed {
  part: 'subject' | 'predicate';
  from: number;
  to: number;
}

type Span = Pick<Clause, 'from' | 'to'>;

const SUBJECTS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set('you we they it i he she this that there these those your our'.split(' ')),
  fr: new Set('nous vous ils elles il elle on je votre vos notre nos ce cela'.split(' ')),
};
const COORDINATORS = new Set(['and', 'or', 'et', 'ou', 'so', 'donc', 'puis', 'then']);

const AS = new Set(['as', 'comme']);
const OPENERS = new Set(
  'you we they it i he she this that there the your our his her its their no nothing vous nous il ils elle elles on je le la les l votre vos notre nos ce cette c aucun aucune rien'.split(
    ' ',
  ),
);

/** "As you cannot send photos, …", "…, as it is your first time", "comme il n'est pas conforme, …": a reason with a subject of its own. */
const opensReason = (tokens: readonly Token[], at: number, from: number): boolean =>
  AS.has(tokens[at]?.form ?? '') &&
  tokens[at]?.phraseEnd === at + 1 &&
  (tokens[at - 1]?.text === ','
    ? tokens[at + 1]?.kind === 'word' && !PREDICATE_PARTS.has(tokens[at + 1]?.form ?? '')
    : at === from && OPENERS.has(tokens[at + 1]?.form ?? '')) &&
  tokens
    .slice(at + 2, endOfHalf(tokens, at + 2, REASON_REACH))
    .some((token) => isPredicate(token) || token.concept === 'neg.ne');
/** How far behind "as" the verb of a reason may stand. */
const REASON_REACH = 6;
/** Words that follow an "as" which gives no reason: "as well", "as is". */
const PREDICATE_PARTS = new Set('well much many soon long far if of from is are was were do does'.split(' '));

function roleOf(tokens: readonly Token[], at: number, from: number): Statement['role'] | null {
  const token = tokens[at];
  switch (token?.concept) {
    case 'conj.if':
      return isOneTime(tokens, at) ? null : 'condition';
    case 'conj.unless':
    case 'quantifier.except':
      return 'exception';
    case 'conj.because':
      return 'cause';
    case 'conj.but':
      // "While a payment is late you can't …" opens with a time, not with a contrast.
      return token.form === 'while' && at === from ? 'condition' : 'main';
    case 'conj.then':
      return isWithinVerb(tokens[at - 1]) ? null : 'main';
    case 'act.save':
      return isSavedFrom(tokens, at) ? 'exception' : null;
    default:
      return opensReason(tokens, at, from) ? 'cause' : null;
  }
}

const FINITE = new Set(
  'is are was were be has have will can may must does do applies apply est sont sera seront peut peuvent a ont'.split(
    ' ',
  ),
);
/** How far behind "no" its verb may stand: "no late fees are". */
const NONE_TO_VERB = 5;

/** "… and no late fees are charged": what is denied has a subject and a verb of its own. */
const deniesAnother = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.concept === 'quantifier.none' &&
  tokens.slice(at + 2, at + 1 + NONE_TO_VERB).some(({ form }) => FINITE.has(form));

/** How far behind its determiner a subject's verb may stand: "and the final price may be". */
const SUBJECT_TO_VERB = 10;
/** How far back a clause's own verb is looked for; the bound keeps a text of one clause linear. */
const CLAUSE_MAX = 40;
const DETERMINERS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set('the a an all each every any no this that these those its their'.split(' ')),
  fr: new Set('le la les un une des l chaque tout toute tous toutes aucun aucune ces cette'.split(' ')),
};

/** "…, and the full price is charged": another subject with a verb of its own, behind a clause that has one. */
function opensSubject(tokens: readonly Token[], from: number, at: number, lang: Language): boolean {
  if (!DETERMINERS[lang].has(tokens[at]?.form ?? '')) return false;
  if (!tokens.slice(Math.max(from, at - CLAUSE_MAX), at).some((token) => isVerb(token, lang))) return false;
  for (let next = at + 1; next < at + 1 + SUBJECT_TO_VERB; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.kind === 'punct' || COORDINATORS.has(token.form)) return false;
    if (roleOf(tokens, next, from) !== null || token.concept?.startsWith('rel.') === true) return false;
    if (next > at + 1 && isPredicate(token)) return true;
  }
  return false;
}

const isPredicate = (token: Token): boolean => FINITE.has(token.form) || isModal(token);

/** A verb that is known as one; the English article "a" is none. */
const isVerb = (token: Token, lang: Language): boolean =>
  isPredicate(token) && (lang === 'fr' || token.form !== 'a');

/** "While a payment is late | you can't start": the condition that opens a sentence ends at another subject with a modal. */
const endsCondition = (
  tokens: readonly Token[],
  at: number,
  open: { role: Statement['role']; from: number },
  lang: Language,
): boolean =>
  open.role === 'condition' &&
  at - open.from >= CONDITION_MIN &&
  tokens.slice(Math.max(open.from + 1, at - CLAUSE_MAX), at).some(({ form }) => FINITE.has(form)) &&
  (SUBJECTS[lang].has(tokens[at]?.form ?? '')
    ? isModal(tokens[at + 1])
    : opensRule(tokens, open.from, at, lang));
const CONDITION_MIN = 4;

/** "As long as a dispute is open | the instalments are suspended": the condition opens the text and has its verb and what it says. */
const opensRule = (tokens: readonly Token[], from: number, at: number, lang: Language): boolean => {
  const [before, ahead] = [tokens[at - 1], tokens[from - 1]];
  return (
    (ahead === undefined || STOP.test(ahead.text)) &&
    before !== undefined &&
    isContentToken(before) &&
    !FINITE.has(before.form) &&
    !/(?:ed|given|shown|told|sent)$/.test(before.form) &&
    FINITE.has(tokens[at - 2]?.form ?? '') &&
    opensSubject(tokens, from, at, lang)
  );
};

/** "Will then refund", "est alors donné": what follows goes on with the verb before it. */
const isWithinVerb = (before: Token | undefined): boolean => before !== undefined && isPredicate(before);

const isModal = (token: Token | undefined): boolean => token?.concept?.startsWith('modal.') === true;

/** True where a new statement with its own subject or modal begins at `at` ("… and you must", ", we refund"). */
function opensStatement(tokens: readonly Token[], at: number, lang: Language): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (SUBJECTS[lang].has(token.form)) return true;
  return isModal(token) || token.concept === 'neg.ne' || deniesAnother(tokens, at);
}

const AUXILIARIES = new Set('is are was were do does did has have had'.split(' '));
const isNot = (token: Token | undefined): boolean => token?.concept === 'neg.not';

/** "… and isn't refunded", "and do not expire": a predicate of its own, denied. "Has no fee" denies the fee. */
const isDeniedVerb = (tokens: readonly Token[], at: number): boolean =>
  AUXILIARIES.has(tokens[at]?.form ?? '') && tokens[at + 1]?.form === 'not';

/** "… and can be changed", "et ne sont pas", "and isn't refunded": the subject is that of the clause before. */
const lacksSubject = (tokens: readonly Token[], at: number): boolean =>
  isModal(tokens[at]) || tokens[at]?.concept === 'neg.ne' || isDeniedVerb(tokens, at);

/** Most words of a subject of which only "does not" is said, with these. */
const SHORT_MAX = 9;
const SHORT_MIN = 3;
const BE_FR = /(?:^|['’])(?:est|sont|peut|peuvent|a|ont|fait|font|sera|seront)$/;

/** "…, the password does not", "…, la caution ne l'est pas": another subject of which what is said before does not hold. */
function deniesShortly(tokens: readonly Token[], from: number, lang: Language): boolean {
  let end = from;
  while (end < tokens.length && end - from <= SHORT_MAX && tokens[end]?.kind !== 'punct') end += 1;
  if (end - from < SHORT_MIN || end - from > SHORT_MAX || !endsDenied(tokens, end)) return false;
  const verbs = lang === 'en' ? 2 : 3;
  return !tokens.slice(from, end - verbs).some((token) => isVerb(token, lang) || isNot(token));
}

/** How many tokens a subject has whose verb is not known. */
const SUBJECT_MAX = 4;

/** The subject of a clause: what stands before its last verb that is known. */
function subjectOf(tokens: readonly Token[], { from, to }: Span, lang: Language): Borrowed {
  for (let at = to - 1; at > Math.max(from, to - CLAUSE_MAX); at -= 1) {
    const token = tokens[at];
    if (token !== undefined && (isVerb(token, lang) || token.concept === 'neg.ne'))
      return { part: 'subject', from, to: at };
  }
  return { part: 'subject', from, to: Math.min(to, from + SUBJECT_MAX) };
}

/** What a clause says of its subject: from its first act or known verb on. */
function predicateOf(tokens: readonly Token[], { from, to }: Span, lang: Language): Borrowed | null {
  for (let at = from + 1; at < Math.min(to, from + CLAUSE_MAX); at += 1) {
    const token = tokens[at];
    if (token !== undefined && (isVerb(token, lang) || token.concept?.startsWith('act.') === true))
      return { part: 'predicate', from: at, to };
  }
  return null;
}

/** "(crews do not disconnect)": a remark with a subject and a verb, which is denied. */
function deniesInside(tokens: readonly Token[], open: number): boolean {
  for (let at = open + 2; at < open + HALF_TOKENS_MAX && at < tokens.length; at += 1) {
    if (tokens[at]?.text === ')') return false;
    if (isDeniedVerb(tokens, at)) return true;
  }
  return false;
}

/** Whether a clause ends, before `end`, in a verb that is denied and nothing more: "does not", "ne l'est pas". */
const endsDenied = (tokens: readonly Token[], end: number): boolean => {
  const verb = tokens[end - 2];
  return (
    isNot(tokens[end - 1]) &&
    verb !== undefined &&
    (AUXILIARIES.has(verb.form) ||
      (isModal(verb) && verb.concept !== 'modal.suffice') ||
      BE_FR.test(verb.form))
  );
};

/** Whether a clause says no more of its subject than "do", "cannot" or "is not": "housing and the gym do not". */
function endsShortly(tokens: readonly Token[], { from, to }: Span): boolean {
  let end = to;
  while (end > from && tokens[end - 1]?.kind === 'punct') end -= 1;
  const last = tokens[end - 1];
  if (end - from < 2 || last === undefined) return false;
  return AUXILIARIES.has(last.form) || isModal(last) || endsDenied(tokens, end);
}

const STOP = /[.:!?\n]/;
const DASH = /^[–—]$/;

/** A longer half without a verb is hardly one; the bound keeps a text of commas linear. */
const HALF_TOKENS_MAX = 30;

/** Where the half-sentence that begins at `from` ends, or the bound. */
function endOfHalf(tokens: readonly Token[], from: number, reach = HALF_TOKENS_MAX): number {
  const last = Math.min(tokens.length, from + reach);
  let end = from;
  while (end < last && !isHalfStop(tokens[end])) end += 1;
  return end;
}
const isHalfStop = (token: Token | undefined): boolean =>
  token?.kind === 'punct' && /[.;:!?\n]/.test(token.text);

/** The words of the half-sentence that begins at `from`; none where it is too long. */
function halfFrom(tokens: readonly Token[], from: number): Token[] {
  const end = endOfHalf(tokens, from);
  const isWhole = end === tokens.length || isHalfStop(tokens[end]);
  return isWhole ? tokens.slice(from, end).filter(({ kind }) => kind !== 'punct') : [];
}

function roleOfHalf(tokens: readonly Token[], from: number, lang: Language): Statement['role'] {
  const half = verblessHalf(halfFrom(tokens, from), lang);
  return half === null || half === 'other_case' ? 'main' : half;
}

/**
 * What a comma begins where no verb follows it and the words before it do not hold of them as they stand: "…, in August
 * not", "…, on deck only with a vest", "…, after that not", "…, tongs not". Null where it begins nothing of its own.
 */
function roleBehindComma(tokens: readonly Token[], from: number, lang: Language): Statement['role'] | null {
  const words = halfFrom(tokens, from);
  if (deniesItself(words, lang) || asksForNothing(words, lang) || namesNothing(words, lang)) return 'main';
  if (deniesShortly(tokens, from, lang)) return 'main';
  const half = verblessHalf(words, lang);
  if (half === 'other_case') return 'main';
  return half === 'exception' || (half === 'condition' && bindsByOnly(words)) ? half : null;
}

/** The stops of "e.g." and "p. ex." end no clause. */
const isOfAbbreviation = (tokens: readonly Token[], at: number): boolean => {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  const isLetter = before?.kind === 'word' && before.text.length === 1 && !before.spaced;
  return (after?.kind === 'word' && !after.spaced) || (isLetter && tokens[at - 2]?.text === '.');
};

/** Splits a token list into clauses at stops, conjunctions and coordinated statements; from `first` on every token but stops lies in one. */
export function splitClauses(tokens: readonly Token[], lang: Language, first = 0): Clause[] {
  const clauses: Clause[] = [];
  let from = first;
  let role: Statement['role'] = 'main';
  /** Where a half without a verb ends: a comma in it ends nothing ("on the river, only with a guide"). */
  let verblessTo = 0;
  let borrows: Clause['borrows'] = null;
  /** In a bracket that is a clause of its own. */
  let isRemark = false;
  const close = (
    to: number,
    next: number,
    nextRole: Statement['role'],
    nextBorrows: Clause['borrows'] = null,
  ): void => {
    if (to > from) clauses.push({ role, from, to, borrows });
    from = next;
    role = nextRole;
    borrows = nextBorrows;
  };
  for (let at = first; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'punct') {
      if (token.text === '(' && deniesInside(tokens, at)) {
        close(at, at + 1, role);
        isRemark = true;
      } else if (token.text === ')' && isRemark) {
        close(at, at + 1, role);
        isRemark = false;
      } else if (token.text === ';' || DASH.test(token.text)) {
        const next = roleOfHalf(tokens, at + 1, lang);
        if (next !== 'main') verblessTo = endOfHalf(tokens, at + 1);
        if (token.text === ';' || next !== 'main') close(at, at + 1, next);
      } else if (STOP.test(token.text) && !isOfAbbreviation(tokens, at)) close(at, at + 1, 'main');
      else if (token.text === ',' && at > from && at >= verblessTo) {
        const opened = roleBehindComma(tokens, at + 1, lang);
        if (opened !== null) verblessTo = endOfHalf(tokens, at + 1);
        if (opened !== null || endsAtComma(tokens, at, { role, from }, lang))
          close(at, at + 1, opened ?? 'main');
      }
      continue;
    }
    const opened = token.phraseStart === at ? roleOf(tokens, at, from) : null;
    if (opened !== null && !(token.form === 'en' && role === opened) && !goesOn(tokens, at, from, role)) {
      close(at, at, opened);
      at = token.phraseEnd - 1;
    } else if (
      COORDINATORS.has(token.form) &&
      at > from &&
      (opensStatement(tokens, at + 1, lang) ||
        (!OR.has(token.form) && isDeniedVerb(tokens, at + 1)) ||
        opensSubject(tokens, from, at + 1, lang) ||
        (!OR.has(token.form) && deniesItself(halfFrom(tokens, at + 1), lang)) ||
        endsDenied(tokens, tokens[at - 1]?.text === ',' ? at - 1 : at))
    ) {
      const to = tokens[at - 1]?.text === ',' ? at - 1 : at;
      close(
        to,
        at + 1,
        role,
        lacksSubject(tokens, at + 1) ? (borrows ?? subjectOf(tokens, { from, to }, lang)) : null,
      );
    } else if (endsCondition(tokens, at, { role, from }, lang)) close(at, at, 'main');
  }
  close(tokens.length, tokens.length, 'main');
  return clauses.map((clause, i) => {
    if (!endsShortly(tokens, clause)) return clause;
    const before = clauses.slice(Math.max(0, i - BEFORE_MAX), i).findLast((other) => other.role === 'main');
    return before === undefined ? clause : { ...clause, borrows: predicateOf(tokens, before, lang) };
  });
}

/** How many clauses back the one is looked for of which the verb is left out. */
const BEFORE_MAX = 4;

/** "Sauf s'il a gelé", "except once it has begun": one exception, whatever word follows on the first. */
const goesOn = (tokens: readonly Token[], at: number, from: number, role: Statement['role']): boolean =>
  role === 'exception' && tokens[at]?.concept === 'conj.if' && tokens[from]?.phraseEnd === at;

/** "Except the United States, Canada and the Caribbean": what follows the comma is excepted too. */
function listsOn(tokens: readonly Token[], at: number, open: { from: number }): boolean {
  if (tokens[open.from]?.concept !== 'quantifier.except') return false;
  const rest = halfFrom(tokens, at + 1);
  return (
    rest.length > 0 &&
    rest.some(({ form }) => LIST_ENDS.has(form)) &&
    !rest.some((token) => isPredicate(token) || token.concept?.startsWith('act.') === true) &&
    !tokens.slice(open.from, at).some(isPredicate)
  );
}
const LIST_ENDS = new Set(['and', 'or', 'et', 'ou']);

/** "Open the windows, do not use the lift": an order of its own. */
const ordersNot = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.form === 'do' && tokens[at + 1]?.concept?.startsWith('neg.') === true;

/** A comma ends a condition that opened the sentence, and a main clause before a new subject. */
function endsAtComma(
  tokens: readonly Token[],
  at: number,
  open: { role: Statement['role']; from: number },
  lang: Language,
): boolean {
  if (open.role === 'condition' && hasMoreCases(tokens, at + 1)) return false;
  if (opensStatement(tokens, at + 1, lang) || ordersNot(tokens, at + 1)) return true;
  if (open.role === 'main') return false;
  return at - open.from > 1 && !(open.role === 'exception' && listsOn(tokens, at, open));
}

const OR = new Set(['or', 'ou']);

/** "If it is broken, isn't as described, or never came, …": the condition has more cases. */
const hasMoreCases = (tokens: readonly Token[], at: number): boolean =>
  OR.has(tokens[at]?.form ?? '') || (tokens[at]?.form !== 'do' && isDeniedVerb(tokens, at));
