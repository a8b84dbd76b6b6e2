import type { Claim, Reading, Statement } from '../../schema/index.js';
import {
  askedPosition,
  type Position,
  type Proposition,
  positionOf,
  propositionsOf,
  type Stance,
} from './windows/index.js';

/** What a claim says once the customer's question has filled in what it leaves out. */
export interface ResolvedClaim {
  propositions: readonly Proposition[];
  /** The claim only affirms or denies, or names no act of its own: act, object or times are the question's. */
  from_question: boolean;
  /** It begins with a yes. */
  affirms: boolean;
  /** The yes-no clause of the question as the claim answers it, with offsets in `question_text`; null unless `from_question`. */
  reading: Reading | null;
  question_text: string | null;
  /** The time that the lead-in of its list sets for it ("After your trip:"); null without one. */
  lead_in_time: string | null;
  /** Where the customer says that they stand, or asks about: after the trip, after the delivery. */
  position: Position | null;
}

interface ResolveInput {
  claim: Claim;
  reading: Reading;
  read: (text: string) => Reading;
}

/** Reads a claim together with the question that it answers: "Yes, you can!" takes act, object and times from there. */
export const resolveClaim = ({ claim, reading, read }: ResolveInput): ResolvedClaim => {
  const written = propositionsOf(reading, claim.text);
  const leadIn = written.some(hasWindow) ? null : (datedLeadIn(claim, read) ?? datedBefore(claim, read));
  const own =
    leadIn === null
      ? written
      : written.map((proposition) => ({
          ...proposition,
          window: leadIn.window,
          time_text: leadIn.time_text,
        }));
  const position =
    positionOf(reading, claim.text) ?? customerPosition(claim, read) ?? positionAskedAbout(claim, read);
  const plain: ResolvedClaim = {
    propositions: own,
    from_question: false,
    affirms: YES.test(claim.text),
    reading: null,
    question_text: null,
    lead_in_time: leadIn?.time_text ?? null,
    position,
  };
  const clause = yesNoClause(claim.context.question);
  if (clause === null || !isElliptical(claim.text, reading, own)) return plain;
  const asked = read(clause);
  const [about] = propositionsOf(asked, clause).filter(
    (proposition) => proposition.acts.length + proposition.objects.size > 0,
  );
  if (about === undefined) return plain;
  const stance = answeredStance(claim.text, own, about.stance);
  if (stance === null) return plain;
  const answered = propositionsOf(asked, clause, stance).filter(
    (proposition) => proposition.statement.start_char === about.statement.start_char,
  );
  const dated = own.find((proposition) => hasWindow(proposition));
  return {
    propositions: answered.map((proposition) =>
      dated === undefined
        ? { ...proposition, is_addressed: true }
        : { ...proposition, is_addressed: true, window: dated.window, time_text: dated.time_text },
    ),
    from_question: true,
    affirms: YES.test(claim.text),
    reading: { ...asked, statements: asked.statements.map((each) => withStance(each, about, stance)) },
    question_text: clause,
    lead_in_time: leadIn?.time_text ?? null,
    position,
  };
};

/** "After your trip:" holds for every item of the list below it that names no time of its own. */
const datedLeadIn = ({ context }: Claim, read: (text: string) => Reading): Proposition | null =>
  context.lead_ins
    .filter((text) => text.trimEnd().endsWith(':'))
    .flatMap((text) => propositionsOf(read(text), text))
    .findLast(hasWindow) ?? null;

/** "You can ask before the flight; we return the difference then": at the time that was named right before. */
const datedBefore = ({ text, context }: Claim, read: (text: string) => Reading): Proposition | null => {
  const before = context.antecedents.at(-1);
  if (before === undefined || !AT_THAT_TIME.test(text)) return null;
  return propositionsOf(read(before), before).findLast(({ window }) => window.open.length > 0) ?? null;
};

const AT_THAT_TIME = /(?<!\p{L})(?:then|in that case|alors|à ce moment(?:-là)?|dans ce cas)(?!\p{L})/iu;

const hasWindow = ({ window }: Proposition): boolean => window.open.length + window.closed.length > 0;

const customerPosition = (claim: Claim, read: (text: string) => Reading): Position | null => {
  const said = [...claim.context.premises];
  if (claim.context.question !== null && !said.includes(claim.context.question))
    said.push(claim.context.question);
  for (const text of said.reverse()) {
    const position = positionOf(read(text), text);
    if (position !== null) return position;
  }
  return null;
};

const positionAskedAbout = ({ context }: Claim, read: (text: string) => Reading): Position | null => {
  const clause = yesNoClause(context.question);
  return clause === null ? null : askedPosition(propositionsOf(read(clause), clause));
};

const SENTENCE = /[^.!?\n]+[.!?]*/g;
const WH_WORD =
  /\b(?:what|when|how|where|which|who|whose|why)\b|\b(?:quand|comment|combien|où|quel(?:le)?s?|qui|pourquoi|qu['’]est-ce|que faire)\b/i;
const YES_NO_START =
  /^(?:(?:and|but|so|ok|okay|then|et|mais|alors|donc|sorry|hi|hello|bonjour|please),?\s+)*(?:can|could|may|might|is|are|am|was|were|do|does|did|will|would|should|shall|has|have|must|puis-je|pourrai[st]?-je|est-ce|peut-on|dois-je|ai-je|faut-il|y a-t-il|pouvez-vous|pourriez-vous)\b/i;
const FRENCH_INVERSION = /-(?:t-)?(?:je|il|elle|on|vous|nous|ils|elles)\b/i;

/** The last sentence of a question that yes or no can answer. */
const yesNoClause = (question: string | null): string | null => {
  if (question === null) return null;
  const sentences = (question.match(SENTENCE) ?? []).map((sentence) => sentence.trim());
  const found = sentences.findLast((sentence) => {
    if (!sentence.endsWith('?')) return false;
    const main = sentence.split(/,\s+/).at(-1) ?? sentence;
    return (
      [sentence, main].some((part) => YES_NO_START.test(part) || FRENCH_INVERSION.test(part)) &&
      !WH_WORD.test(main)
    );
  });
  return found ?? null;
};

const YES =
  /^(?:yes|yeah|yep|sure|certainly|of course|absolutely|indeed|definitely|oui|bien sûr|tout à fait|absolument|certainement|mais oui)\b/i;
const NO =
  /^(?:no|nope|unfortunately|sorry|i['’]m afraid|not|non|malheureusement|désolée?|je regrette|hélas)(?![\p{L}])/iu;

/** Whether a text begins with a yes or a no. */
export const answersYesOrNo = (text: string): boolean => YES.test(text) || NO.test(text);

/** Words that carry no act or object of their own beside yes and no. */
const BARE = new Set([
  'act.receive',
  'act.give',
  'quality.available',
  'quality.eligible',
  'quality.possible',
  'quality.valid',
  'act.do',
]);

const isElliptical = (text: string, reading: Reading, own: readonly Proposition[]): boolean => {
  const dates = reading.times.map((time) => [time.start_char, time.end_char] as const);
  const content = reading.tokens.filter(
    (token) =>
      token.is_content &&
      !BARE.has(token.concept ?? '') &&
      !/^(?:get|got|do|still|quite|sure|certainly|course|absolutely|sorry|afraid|unfortunately|oui|non|désolée?|malheureusement|toujours|encore|bien)$/i.test(
        token.text,
      ) &&
      !token.concept?.startsWith('time.') &&
      !dates.some(([from, to]) => token.start_char >= from && token.end_char <= to) &&
      !reading.quantities.some(
        (item) => token.start_char >= item.start_char && token.end_char <= item.end_char,
      ),
  );
  if (content.length > 0) return false;
  return (
    answersYesOrNo(text) || own.some(({ statement }) => statement.modality !== 'stated') || isShort(reading)
  );
};

/** "It is.", "Cela n'est pas le cas." */
const isShort = (reading: Reading): boolean => reading.tokens.length <= 6;

const NEGATED: Readonly<Record<Stance, Stance>> = {
  permits: 'forbids',
  forbids: 'permits',
  requires: 'frees',
  frees: 'requires',
  affirms: 'denies',
  denies: 'affirms',
};

/** The stance that an answer takes to what was asked: its own modal counts first, then yes or no. */
const answeredStance = (text: string, own: readonly Proposition[], asked: Stance): Stance | null => {
  const modal = own.find(({ statement }) => statement.modality !== 'stated');
  if (modal !== undefined) return modal.stance;
  if (YES.test(text)) return asked;
  if (NO.test(text)) return NEGATED[asked];
  const [first] = own;
  if (first === undefined) return null;
  return first.statement.negated ? NEGATED[asked] : asked;
};

const MODALITY: Readonly<Record<Stance, Pick<Statement, 'modality' | 'negated'>>> = {
  permits: { modality: 'allowed', negated: false },
  forbids: { modality: 'forbidden', negated: true },
  requires: { modality: 'required', negated: false },
  frees: { modality: 'not_required', negated: true },
  affirms: { modality: 'stated', negated: false },
  denies: { modality: 'stated', negated: true },
};

const withStance = (statement: Statement, about: Proposition, stance: Stance): Statement =>
  statement.start_char === about.statement.start_char ? { ...statement, ...MODALITY[stance] } : statement;
