import type { Quantity } from '../../../../schema/index.js';
import { LEFT, SAVES } from './cues.js';
import type { ToldText } from './told-figures.js';

const COMPARES =
  /(?<!\p{L})(?:instead of|rather than|against|compared|more than|less than|above|below|contre|au lieu|plutôt|plus que|moins que|au-dessus|or|ou)(?!\p{L})/iu;
/** A limit or what is free makes a sum other than plain. */
const NOT_PLAIN =
  /(?<!\p{L})(?:cap(?:s|ped)?|max(?:imum)?|min(?:imum)?|at (?:most|least)|limit(?:ed)?|free|included|plafon\p{L}*|au (?:plus|moins)|limitée?s?|gratuit\p{L}*|compris\p{L}*|inclus\p{L}*)(?!\p{L})/iu;
const RESULT =
  /(?<!\p{L})(?:so|that['’]s|that is|that makes|which (?:is|makes|comes|leaves|gives|brings|means)|makes?|making|comes? to|comes? out|totals?|together|in all|adds? up|brings?|gives?|pays?|gets?|receives?|owe|would be|be|soit|donc|font|fait|feraient|revien\p{L}+|total|en tout|ensemble|pay(?:ez|erez)|pai(?:e|es|ent|ez|era|erez)|touche(?:z|rez)|rece(?:vez|vrez)|récupére(?:z|rez)|obt(?:enez|iendrez)|coûtera|takes off|becomes?|devient|deviennent|is|est|of)(?!\p{L})|[:=→]/iu;
const AFTER =
  /^[^.;]{0,24}?(?<!\p{L})(?:together|altogether|in all|in total|total|each|cheaper|dearer|less|more|left|back|off|ensemble|au total|en tout|chacune?|de moins|de plus|moins cher|plus cher|de différence|d['’]écart)(?!\p{L})/iu;
const OPERAND =
  /(?:(?<!\p{L})(?:plus|minus|less|and|et|moins|of the|of|des?|du|over|above|at least|up to|than|que|instead of|au lieu de|against|contre)|\+|−)\s*$/iu;
/** "… make £840, with the £35 fee £875". */
const WITH = /(?<!\p{L})(?:with|avec)(?:\s+(?:the|your|an?|les?|la|l['’]|une?))?\s*$/iu;
const RESULT_OF = /(?:difference|différence|écart|total|saving)\s+(?:of|de)\s*$/iu;

/**
 * The amount that a claim leads up to, or begins with and explains: "so €54", "€54 together", "€54: three at €18". A list of
 * prices, each behind its label and a colon, leads up to none.
 */
export const statedResult = ({ text, quantities }: ToldText): Quantity | null => {
  if (quantities.some(({ value_max }) => value_max !== null)) return null;
  if (NOT_PLAIN.test(text)) return null;
  if (COMPARES.test(text) && !SAVES.test(text)) return null;
  const ofMoney = quantities.filter(({ kind }) => kind === 'money' || kind === 'points');
  const amounts = ofMoney.length > 0 ? ofMoney : partsAndWhole(quantities);
  const [first, second] = amounts;
  const last = amounts.at(-1);
  if (first === undefined || last === undefined) return null;
  if (amounts.length > 1 && amounts.every(({ start_char }) => /:\s*$/.test(text.slice(0, start_char))))
    return null;
  const target =
    amounts.length > 1 && second !== undefined && isExplained(text, first, second) ? first : last;
  if (target.comparator !== 'equal' && target.comparator !== 'about') return null;
  if (target === first && amounts.length > 1) return target;
  const from = amounts.at(-2)?.end_char ?? 0;
  const led = text.slice(from, target.start_char);
  const rest = text.slice(target.end_char);
  if (OPERAND.test(led) && !RESULT_OF.test(led)) return null;
  const added = text.slice(amounts.at(-3)?.end_char ?? from, amounts.at(-2)?.start_char ?? from);
  const isLed = RESULT.test(led) || SAVES.test(text) || LEFT.test(led) || WITH.test(added);
  return isLed || AFTER.test(rest) ? target : null;
};

/** Three periods or shares in one unit may be two and their sum: "15 working days and 5 more make 20". */
const partsAndWhole = (quantities: readonly Quantity[]): readonly Quantity[] => {
  const [first] = quantities;
  return quantities.length === 3 &&
    first !== undefined &&
    (first.kind === 'duration' || first.kind === 'percent') &&
    quantities.every(({ kind, unit }) => kind === first.kind && unit === first.unit)
    ? quantities
    : [];
};

/** "€6.60: 30 minutes at €0.22", "£108 of the £135", "€87, that's three times €29": the result comes first. */
const isExplained = (text: string, first: Quantity, next: Quantity): boolean =>
  (first.start_char < 12 &&
    /^\s*(?:[:(]|of the\s|d[eu]s? (?:la |l['’])?(?=[\d€£$]))/i.test(text.slice(first.end_char))) ||
  SAYS_HOW.test(text.slice(first.end_char, next.start_char));

const SAYS_HOW =
  /^\s*[,;–-]?\s*(?:that['’]s|that is|which is|being|i\.e\.|c['’]est-à-dire|soit|c['’]est|=)(?!\p{L}).*(?:(?<!\p{L})(?:times|at|fois|à)|×)\s*$/iu;
