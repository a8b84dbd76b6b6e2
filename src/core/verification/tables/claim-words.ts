import type { Claim, Language, Quantity, Reading } from '../../../schema/index.js';
import { withoutExceptions } from './own-part.js';
import { isNumeral, type Term, termsOf } from './terms.js';

/** The words and numbers that may name a row, nearest first: the claim's own, its context's, the customer's. */
export interface ClaimWords {
  lang: Language;
  own: readonly Term[];
  /** Words of `own` that may name the row that is meant: not those of an exception ("unless you have a Silver card"). */
  naming: readonly Term[];
  /** Lead-ins, earlier sentences and the question; the nearest text first. */
  context: readonly (readonly Term[])[];
  numbers: readonly Quantity[];
  /** Words of `own` that do not stand in every sentence about a table. */
  telling: readonly Term[];
  /** Readings of the texts of `context`, in the same order. */
  context_readings: readonly Reading[];
  /** Numbers of each of them that may name a row. */
  context_numbers: readonly (readonly Quantity[])[];
  text: string;
}

/** Reads a claim and its context for the look-up in tables. */
export const claimWords = (
  claim: Claim,
  reading: Reading,
  read: (text: string, lang: Language) => Reading,
): ClaimWords => {
  const { context, lang } = claim;
  const texts = [
    ...[...context.lead_ins].reverse(),
    ...[...context.antecedents].reverse(),
    ...(context.question === null ? [] : [context.question]),
  ];
  const own = termsOf(claim.text, lang, read);
  const readings = texts.map((text) => read(text, lang));
  return {
    lang,
    own,
    naming: withoutExceptions(own, claim.text),
    context: texts.map((text) => termsOf(text, lang, read)),
    numbers: reading.quantities,
    telling: own.filter((term) => !isCommonplace(term)),
    context_readings: readings,
    context_numbers: readings.map(({ quantities }) => quantities.filter(({ kind }) => MEASURED.has(kind))),
    text: claim.text,
  };
};

/** Weights, ages and spans of time that the customer gave choose a row; a bare count may count anything. */
const MEASURED: ReadonlySet<Quantity['kind']> = new Set(['weight', 'length', 'age', 'duration']);

const SAID_OF_ANY =
  /^(?:cost|costs|price|prices|pay|pays|charge|charges|charged|fee|fees|amount|rate|set|euros?|dollars?|pounds?|francs?|cents?|usd|cad|eur|gbp|chf|just|only|also|yes|no|we|you|your|our|customers?|clients?|people|get|gets|give|gives|have|has|take|takes|run|make|makes|come|comes|go|goes|one|person|worth|back|need|needs|ask|want|buy|order|choose|pick|cover|covers|covered|carry|carries|include|includes|included|offer|offers|offered|allow|allows|allowed|start|starts|apply|applies|receive|receives|bring|brings|require|requires|required|use|uses|earn|earns|list|lists|listed|stand|stands|cap|capped|available|expect|reckon|comptez|compter|comptera|coute|coutent|couter|prix|payer|payez|paie|vaut|revient|reviennent|facture|facturee?|frais|montant|euro|avoir|faire|est|sont|a|y|on)$/;

/** Words that every sentence about a table may hold without naming anything in it. */
export const isCommonplace = (term: Term): boolean =>
  isNumeral(term) ||
  !term.is_content ||
  SAID_OF_ANY.test(term.form) ||
  term.concepts.some((concept) =>
    /^(?:fee\.(?:fee|price|amount|value)|act\.(?:pay|charge|cost)|unit\.|currency\.)/.test(concept),
  );
