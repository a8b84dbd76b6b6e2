import type { Language, Reading, ReadToken, Statement } from '../../../schema/index.js';

type Side = -1 | 0 | 1;

/** Where a clause stands on what it speaks of; 0 where it does not say. */
export interface Stand {
  /** It is so, or may be had or done (1), or not (-1). */
  open: Side;
  /** It must be done or shown (1), or need not (-1). */
  duty: Side;
  /** It is to be paid for (1), or costs nothing (-1). */
  cost: Side;
}

export const NO_STAND: Stand = { open: 0, duty: 0, cost: 0 };

/** Participles and verbs that deny what they are said of; "you may refuse it" denies nothing. */
const DENYING =
  /^(?:refused|refuses|refusée?s?|rejected|rejects|rejetée?s?|rejette|declined|denied|denies|excluded|excludes|exclue?s?|exclut|excluent|void|invalid|unavailable|ineligible|indisponibles?|caducs?|caduques?|incessibles?|forfeits?|forfeited|lapses?|lapsed|banned|blocked|bloquée?s?|withheld)$/i;
/** Phrases that may begin with the negation: "not available", "non compris". */
const DENYING_PHRASE: ReadonlySet<string> = new Set([
  'quality.unavailable',
  'quality.invalid',
  'act.exclude',
  'act.refuse',
  'quality.insufficient',
]);
const SAYS_NOT =
  /^(?:insufficient|insuffisante?s?|not|non|pas|unavailable|indisponibles?|invalid|void|caducs?|caduques?|refused|refuses|refusée?s?|rejected|rejects|rejetée?s?|rejette|declined|denied|denies|excluded|excludes|exclue?s?|exclut|excluent)$/i;
const TURNED =
  /\b(?:is|are|(?<!\b(?:taken|deemed|presumed|considered|believed|thought|assumed) to )be) (?:then )?(?:gone|forfeit(?:ed)?|lost)\b|\b(?:est|sont|sera|seront|serait) perdue?s?\b|\bturn(?:s|ed)? (?:down|away)\b|\bleft out\b|\bruled out\b|\bswitched off\b|(?<!\b(?:you|who|they) )\b(?:is|are|be|been|was|were|gets?|stays?) disabled\b|\boff the table\b|\b(?:closed|shut|off[- ]limits|barred) to (?!\d)|\bwhat .{1,40} (?:stops|blocks|prevents|rules out|bars) is\b|\bfermée?s? (?:aux?|à) (?!\d)|^\W*non[ -](?=\p{L})|\b(?:is|are|be|est|sont) (?:\p{L}+ )?(?:non-?(?:smoking|fumeurs?)|smoke-free)/iu;
/** "Wave goodbye to your points", « dire adieu à vos points »: they are lost. */
const FAREWELL =
  /(?<!\p{L})(?:(?:say|wave|kiss)\s+(?:\p{L}+\s+){0,4}?(?:goodbye|farewell)|(?:dire|dites|disons)\s+adieu|faire une croix sur|tirer un trait sur)(?!\p{L})/iu;
/** "You lose the discount": it is gone. Whoever lost something, or would, is named by it. */
const LOSES =
  /(?<!\p{L})(?<!(?<!\p{L})(?:who|that|which|to|may|might|could|can|qui|of|de|à|et|and|or|ou)\s)(?:loses?|perd|perdez|perdent|perdrez|perdra|perdront)(?!\p{L})/iu;
/** "Are free of that ban": it does not hold for them. */
const FREE_OF = /(?<!\p{L})free of (?:that|this|the|these|those|any|all|such)(?!\p{L})/iu;
/** "Your share is nothing on a van and €150 on a car": an amount among others. */
const NOTHING_AMONG =
  /(?<!\p{L})(?:is|are|costs?|pays?|est|sont|coûtent?|paient?|payez)\s+(?:nothing|none|nil|rien|nulle?s?)(?!\p{L})(?=[^.;]{0,80}\d)/iu;
/** "Must not have been in the plan": what was so before is asked of who may have it. */
const HAS_BEEN = /(?<!\p{L})must\s+(?:not\s+|never\s+)?have\s+(?:been|had)(?!\p{L})/iu;
/** "Grounds we always accept", "bags we can't carry on buses": a name, of which nothing is said. */
const NAMES_ONLY =
  /^\W*(?:\p{L}[\p{L}-]*\s+){1,3}(?:we|you|they)\s+(?:(?:(?:always|also|never|only|can|do|will|may)\s+)?\p{L}+\W*$|(?:cannot|can['’]t|do not|don['’]t|won['’]t)\s+\p{L}+(?:\s+(?:for|in|on|at|with|to|from)\s[^.;,:]{0,80})?\W*$)/iu;
const OPENS_ADJUNCT =
  /^\W*(?:as|with|on|in|for|after|at|from|to|by|during|until|before|without|if|when|then|here|there|so|and|but|or|now|today|normally|usually|sometimes|please|otherwise|that|what|whatever|yes|no|sorry|unfortunately|\p{L}+ly)(?!\p{L})/iu;
/** "None is earned and none is lost": each half denies another thing. */
const NONE_TWICE =
  /(?<!\p{L})(?:no|none|nothing|neither|nor|aucune?s?|rien|ni)(?!\p{L})[^.;]{0,80}(?<!\p{L})(?:none|nothing|nor|aucune?s?|rien|ni)(?!\p{L})/iu;
/** "May not exceed 50 kg", "never goes below zero": how far it reaches, not whether it is so. */
const BOUND =
  /(?<!\p{L})(?:not|never|cannot|pas|jamais|ne|n['’]t)(?!\p{L})(?:\s+\p{L}+){0,2}?\s+(?:exceed|(?:go(?:es)? |fall(?:s)? |drop(?:s)? |be )?(?:above|below|beyond|under|over|more than|less than|higher than|lower than|longer than|older than|heavier than|larger than)|dépass\p{L}+|excéd\p{L}+)(?!\p{L})/iu;

/** Whether a clause only says how far something reaches. */
export const tellsOfBound = (words: string): boolean => BOUND.test(words);
/** "Never costs you more": how much it is at most. */
const NO_MORE =
  /(?<!\p{L})(?:never|not|n['’]t)\s+(?:pays?|costs?)\s+(?:\p{L}+\s+){0,2}more(?!\p{L})|(?<!\p{L})(?:coût|pai|pay)\p{L}+\s+(?:pas|jamais)\s+(?:plus|davantage)(?!\p{L})/iu;
/** "No tickets until the last part is paid", "not before June": when, not whether; "not at A but at B": which. */
const DEFERS =
  /(?<!\p{L})(?:not|never|no|cannot|won|can)(?!\p{L})(?:['’]t)?[^,.;]{0,60}?\suntil(?!\p{L})|n['’]t[^,.;]{0,60}?\suntil(?!\p{L})|(?<!\p{L})not before(?!\p{L})|(?<!\p{L})(?:pas|jamais)[^,.;]{0,60}?\s(?:avant qu|tant qu)|^\W*(?:and |et )?(?:until|jusque-là|d['’]ici là)(?: then)?(?!\p{L})/iu;
const CORRECTS =
  /(?:(?<!\p{L})(?:not|pas)|n['’]t)(?!\p{L})[^.;]{1,60}?,?\s(?:but|mais)\s+(?:rather |only )?(?:at|on|by|in|for|with|from|to|after|when|à|au|aux|par|en|dans|le|la|les)(?!\p{L})/iu;
/** "Is no trouble", "pose no problem", « n'est pas un obstacle »: what is denied is that it hinders. */
const NO_HINDRANCE =
  /(?<!\p{L})(?:no|not an?|isn['’]t an?|(?:pas|plus|aucun) (?:de |d['’]|un |une )?|aucun )\s*(?:trouble|problem|obstacle|hindrance|issue|bar|excuse|problème|souci|difficulté|empêchement)s?(?!\p{L})/iu;

/** Forms that make a predicate of words that name no known act. */
const PREDICATE: Readonly<Record<Language, RegExp>> = {
  en: /^(?:is|are|was|were|be|been|am|has|have|had|do|does|did|will|would|won|works?|takes?|comes?|goes|gets?|makes?|counts?|runs?|lasts?|ends?|begins?|starts?|belongs?|stays?|remains?|becomes?)$/i,
  fr: /^(?:est|sont|sera|seront|serait|a|ont|ai|avez|avons|aura|auront|aurez|fait|font|va|vont|reste|restent|compte|comptent|vaut|valent|dure|durent|prend|prennent)$/i,
};
/** "Entry until 20:00", "refund of the fare": acts named by nouns say nothing by themselves. */
const NOUN = /(?:try|ion|ment|al|ance|ence|ing|ure|sal)$/i;

/** Acts of charging; paying counts as one where it is a verb ("payment by cheque" is a way and no charge). */
const CHARGING: ReadonlySet<string> = new Set(['act.charge', 'act.cost']);
const PAYS = /^(?:pay|pays|paid|payable|paie|paient|payons|payez|payer|payée?s?|payables?)$/i;
/** What is given back or lowered is no cost. */
const GIVING_BACK: ReadonlySet<string> = new Set([
  'act.refund',
  'act.compensate',
  'act.credit_account',
  'act.waive',
  'act.return_item',
  'fee.discounted',
  'fee.refund_amount',
  'fee.cashback',
]);
const OPERATOR = /^(?:we|nous)$/i;
/** What one pays with: "pay in cash" tells of a way and of no charge. */
const MEANS = /^payment\.(?!invoice|receipt|statement)/;

const SUFFICES =
  /(?<!\p{L})(?:(?:is|are|will be) (?:enough|sufficient)|suffices?|suffi(?:t|sent|ra))(?!\p{L})/iu;

/** "Otherwise", "later ones", "after that": the clause is about the cases that the one before it leaves. */
const OTHER_CASE =
  /(?:^|\b)(?:otherwise|later(?=\s+\p{L})|afterwards|thereafter|after that|above that|beyond that|below that|(?<!(?:every|any|some|no)(?:one|body|thing|where)\s+)else|sinon|ensuite|au-delà|autrement|par la suite|passé ce délai|dans les autres cas|other(?:wise)?|autres?)\b/iu;

/** "Report late and you lose it": an order that is a condition of what follows. */
const FOLLOWS = /^\s*,?\s*(?:and|et)\s+(?:you|we|it|vous|nous|il|elle)\b/i;

/** "I'm unable to", "je dois": what the one who answers cannot or has to do now is no rule. */
const OF_THE_BOT = /^\W*(?:I(?:['’](?:m|ll|d|ve))?|je|j['’]\p{L}+)(?!\p{L})/iu;

/** An act that is no noun by its ending. */
const isVerb = ({ concept, text }: ReadToken): boolean =>
  concept?.startsWith('act.') === true && !NOUN.test(text);

/** "A chargeback", "full set-up", "smoke or vape": a word behind an article, a quality or a joint is no verb but a participle may be. */
const isNamed = (tokens: readonly ReadToken[], at: number): boolean => {
  const token = tokens[at];
  const first = tokens.findLastIndex(({ concept }, i) => i < at && concept !== token?.concept);
  const before = tokens[first];
  return (
    token !== undefined &&
    before !== undefined &&
    !PARTICIPLE_ENDING.test(token.text) &&
    (NAMING.test(before.text) || before.concept?.startsWith('quality.') === true)
  );
};
/** Articles of French nouns that are written as verbs: « le compte », « un fait »; pronouns are written as the others. */
const NOUN_MARKS = /^(?:un|votre|notre|son|mon|du|au|de|the|an?|your|our)$/i;
const isFrenchNoun = (tokens: readonly ReadToken[], at: number): boolean =>
  NOUN_MARKS.test(tokens[at - 1]?.text ?? '') ||
  (/^comptes?$/i.test(tokens[at]?.text ?? '') &&
    /^(?:le|les|ce|ces|vos|nos)$/i.test(tokens[at - 1]?.text ?? ''));
const NAMING =
  /^(?:an?|the|any|every|each|all|no|your|our|their|his|her|its|my|of|in|on|at|for|with|without|by|from|and|or|une?|le|la|les|des|du|de|d['’]|l['’]|aux?|tout|toute|tous|toutes|chaque|votre|vos|notre|nos|sans|avec|pour|par|et|ou)$/i;

/** "Is", "costs", « reste »; a participle alone is none. */
const hasFiniteVerb = (tokens: readonly ReadToken[], lang: Language): boolean =>
  tokens.some(
    (token) => PREDICATE[lang].test(token.text) || (isVerb(token) && !PARTICIPLE_ENDING.test(token.text)),
  );
const PARTICIPLE_ENDING = /(?:ed|ing|en|ée?s?|ie?s?|ue?s?)$/i;

/** "No fee", "without a charge", "waived". */
const NO_FEE =
  /(?<!\p{L})(?:no|without|zero|any|aucune?s?|sans|pas de)\s+(?:\p{L}+\s+){0,2}(?:fees?|charges?|costs?|surcharges?|frais|supplément|coût)(?!\p{L})|(?<!\p{L})waived?s?(?!\p{L})|(?<!\p{L})(?:pay|pays|paid|costs?|paie|paient|payez|coûtent?) (?:nothing|rien)|(?:ne|n['’])\s*(?:paie|paient|payez|coûtent?) rien/iu;
/** "Billed", "costs", "payable"; "the billing date" charges for nothing. */
const isOfPaying = ({ concept, text }: ReadToken): boolean =>
  PAYS.test(text) || (concept !== null && CHARGING.has(concept) && !NOUN.test(text));
const FEE: ReadonlySet<string> = new Set([
  'fee.fee',
  'fee.surcharge',
  'fee.penalty',
  'quality.compulsory_paid',
]);
const APPLIES =
  /(?<!\p{L})(?:appl(?:y|ies)|is due|are due|is added|s['’]applique\p{L}*|est due?|sont dus|(?:carry|carries|come with) (?:a|an))(?!\p{L})/iu;

/** "We don't bill at booking | but at departure", "until | then they can't be passed on". */
const isPutOff = ({ start_char, end_char }: Statement, text: string): boolean =>
  CORRECTION.test(text.slice(end_char)) ||
  /(?<!\p{L})(?:until|jusque)[ -]?$/iu.test(text.slice(0, start_char));
const CORRECTION =
  /^\s*,?\s*(?:but|mais)\s+(?:rather |only |seulement )?(?:at|on|by|in|for|with|from|to|after|when|à|au|aux|par|en|dans)(?!\p{L})/iu;

/** Whether what a clause speaks of is to be paid for or costs nothing; 0 where it does not say so plainly. */
const costOf = (
  tokens: readonly ReadToken[],
  words: string,
  { negated, modality }: Statement,
  { isFree, isCharged, isGivenBack }: { isFree: boolean; isCharged: boolean; isGivenBack: boolean },
): Side => {
  if (UNSURE_COST.test(words) || (isGivenBack && !WAIVES.test(words))) return 0;
  const isNot = negated || modality === 'forbidden' || modality === 'not_required';
  if (WAIVES.test(words) && NOT.test(words)) return 0;
  if (modality === 'allowed' && !isNot && NO_FEE.test(words) && NOT.test(words)) return isCharged ? 0 : -1;
  if ((!isNot && modality !== 'stated' && NOT.test(words)) || (isFree && isCharged)) return 0;
  if (NO_FEE.test(words)) return -1;
  if (isFree) return NOT_FREE.test(words) ? 1 : isNot || !SAID_FREE.test(words) ? 0 : -1;
  const isDue =
    isCharged || (tokens.some(({ concept }) => concept !== null && FEE.has(concept)) && APPLIES.test(words));
  return isDue ? (isNot ? -1 : 1) : 0;
};
const NOT =
  /(?<!\p{L})(?:not|no|never|cannot|pas|ne|aucune?s?|jamais|rien|nothing|sans|without)(?!\p{L})|n['’](?:t(?!\p{L})|\p{L})/iu;
const WAIVES = /(?<!\p{L})waive/iu;
const NOT_FREE =
  /(?<!\p{L})(?:not|never|no longer|pas|jamais|plus)\s+(?:\p{L}+\s+)?(?:free|gratuite?s?)(?!\p{L})/iu;
/** "Is free", "free of charge for members", "at no cost": said of it, where "the free place" only names it. */
const SAID_FREE =
  /(?<!\p{L})(?:free(?=\s*(?:$|[,.;:)(]|(?:of charge|for|in|on|with|at|if|when|from|until|to|as|and|within|by|during)(?!\p{L})))|(?:at|for) (?:no|zero) (?:extra )?(?:cost|charge)|for nothing|on the house|(?:est|sont|reste\p{L}*|serait|sera|seront|toujours|aussi) gratuite?s?|gratuitement|à titre gratuit|sans frais)/iu;

/** "Up to two free", "instead of", "only": what is free or paid then is a part. */
const UNSURE_COST =
  /(?<!\p{L})(?:only|except|instead|less|more|extra|than|first|second|additional|further|other|another|up to|paid (?!for|by|in|on|to|with|when|if|at)\p{L}+|supplémentaires?|autres?|deuxième|seule?s?|seulement|uniquement|sauf|plus|moins|premi\p{L}+|jusqu)(?!\p{L})/iu;

export const tokensOf = (reading: Reading, { start_char, end_char }: Statement): ReadToken[] =>
  reading.tokens.filter((token) => token.start_char >= start_char && token.end_char <= end_char);

const isDenying = ({ concept, text }: ReadToken): boolean =>
  concept !== null && DENYING_PHRASE.has(concept)
    ? SAYS_NOT.test(text)
    : DENYING.test(text) && concept?.startsWith('modal.') !== true;

const DETERMINER = /^(?:an?|the|any|every|each|your|our|their|this|that|these|those)$/i;
const PARTICIPLE = /ed$/i;

/** "A refused user keeps the level": a participle before its noun names the thing and denies nothing of it. */
const isAttribute = (tokens: readonly ReadToken[], at: number): boolean =>
  PARTICIPLE.test(tokens[at]?.text ?? '') &&
  DETERMINER.test(tokens[at - 1]?.text ?? '') &&
  tokens[at + 1]?.is_content === true;

/** "A card blocked by mistake is …", « une carte bloquée puis retrouvée se … »: it names the card, of which another verb says something. */
const isBehindNoun = (tokens: readonly ReadToken[], at: number): boolean =>
  PAST_PARTICIPLE.test(tokens[at]?.text ?? '') &&
  tokens[at - 1]?.is_content === true &&
  DETERMINER_OF_NOUN.test(tokens[at - 2]?.text ?? '') &&
  tokens.slice(at + 1).some(({ text }) => OTHER_VERB.test(text));
const PAST_PARTICIPLE = /(?:ed|ée?s?|ue?s?)$/i;
const DETERMINER_OF_NOUN =
  /^(?:an?|the|any|every|each|your|une?|la|le|les|l['’]|des|toute?|chaque|votre|vos)$/i;
const OTHER_VERB = /^(?:is|are|can|may|will|must|se|s['’]|est|sont|peut|peuvent|doit|sera|seront)$/i;

const denies = (token: ReadToken, at: number, tokens: readonly ReadToken[]): boolean =>
  isDenying(token) && !isAttribute(tokens, at) && !isBehindNoun(tokens, at);

/** Keys of the words that deny by themselves. */
export const denyingKeys = (tokens: readonly ReadToken[]): ReadonlySet<string> =>
  new Set(tokens.filter(denies).map(({ concept, stem }) => concept ?? stem));

const side = (value: number): Side => (value > 0 ? 1 : value < 0 ? -1 : 0);

/** Reads the stand of a clause of `text` from its modality, its negation, the verbs that deny and what it says of paying. */
export const standOf = (reading: Reading, statement: Statement, text: string): Stand => {
  const tokens = tokensOf(reading, statement);
  const words = text.slice(statement.start_char, statement.end_char);
  if (OTHER_CASE.test(words) || BOUND.test(words) || NO_MORE.test(words) || NOTHING_AMONG.test(words))
    return NO_STAND;
  if (HAS_BEEN.test(words) || (reading.lang === 'en' && NAMES_ONLY.test(words) && !OPENS_ADJUNCT.test(words)))
    return NO_STAND;
  if (statement.negated && (CORRECTS.test(words) || DEFERS.test(words) || isPutOff(statement, text)))
    return NO_STAND;
  // "Stays as it is" grants and denies nothing.
  if (statement.modality === 'stated' && tokens.some(({ concept }) => concept === 'quality.unchanged'))
    return NO_STAND;
  if (NO_HINDRANCE.test(words))
    return ['stated', 'allowed'].includes(statement.modality) ? { ...NO_STAND, open: 1 } : NO_STAND;
  if (OF_THE_BOT.test(words) && (statement.negated || statement.modality !== 'allowed')) return NO_STAND;
  if (tokens[0]?.concept?.startsWith('act.') === true && FOLLOWS.test(text.slice(statement.end_char)))
    return NO_STAND;
  // "Refund", "Change flights": a heading or an order, which opens with its act, says of nothing that it is so.
  const isPredicate =
    statement.modality !== 'stated' ||
    tokens.some(
      (token, i) =>
        (PREDICATE[reading.lang].test(token.text) && !isFrenchNoun(tokens, i)) ||
        (isVerb(token) &&
          (statement.negated ||
            (tokens.slice(0, i).some((before) => !isVerb(before)) && !isNamed(tokens, i)))),
    );
  const behind = text.slice(statement.end_char).trimStart();
  if (!isPredicate || behind.startsWith('?')) return NO_STAND;
  // « Ne sont pas couverts : … »: what is denied stands behind.
  if (
    behind.startsWith(':') &&
    statement.negated &&
    tokens.filter(({ is_content }) => is_content).every(isVerb)
  )
    return NO_STAND;
  // "Tickets passed on by hand: …" names what comes behind.
  if (
    behind.startsWith(':') &&
    statement.modality === 'stated' &&
    !statement.negated &&
    !hasFiniteVerb(tokens, reading.lang)
  )
    return NO_STAND;
  const isTurned =
    [TURNED, FAREWELL, LOSES, FREE_OF].some((turns) => turns.test(words)) || tokens.some(denies);
  if (isTurned && statement.negated && NONE_TWICE.test(words)) return NO_STAND;
  const turned = isTurned ? -1 : 1;
  const isFree = tokens.some(({ concept }) => concept === 'fee.free' || concept === 'quality.our_expense');
  const isGivenBack = tokens.some(
    ({ concept, text: form }) => (concept !== null && GIVING_BACK.has(concept)) || OPERATOR.test(form),
  );
  const isCharged = !isGivenBack && tokens.some(({ concept }) => concept !== null && CHARGING.has(concept));
  const isPaid =
    isCharged ||
    (!isGivenBack &&
      tokens.some((token) => PAYS.test(token.text)) &&
      !tokens.some(({ concept }) => concept !== null && MEANS.test(concept)));
  const cost = costOf(tokens, words, statement, {
    isFree,
    isCharged: isPaid && tokens.some(isOfPaying),
    isGivenBack,
  });
  switch (statement.modality) {
    case 'allowed':
      return { open: side(turned), duty: 0, cost };
    case 'forbidden':
      return isCharged ? { ...NO_STAND, cost } : { open: side(-turned), duty: 0, cost: 0 };
    case 'required':
      // "A driving licence suffices": it may be shown, and need not.
      return SUFFICES.test(words) ? { open: 1, duty: 0, cost } : { open: 0, duty: 1, cost };
    case 'not_required':
      return { open: 0, duty: -1, cost };
    case 'stated':
      return isFree || isPaid
        ? { ...NO_STAND, cost }
        : { open: side(statement.negated ? -turned : turned), duty: 0, cost };
    default:
      return statement.modality satisfies never;
  }
};

/** Whether two stands on one thing cannot both hold: had and not had, needed and not needed. */
export const standsExclude = (a: Stand, b: Stand): boolean => a.open * b.open < 0 || a.duty * b.duty < 0;

/** Whether one is to be paid for where the other costs nothing. */
export const costsExclude = (a: Stand, b: Stand): boolean => a.cost * b.cost < 0;

/** Whether one demands what the other rules out. */
export const isDemandedAway = (a: Stand, b: Stand): boolean =>
  (a.duty === 1 && b.open === -1) || (b.duty === 1 && a.open === -1);

/** Whether both say the same of one thing. */
export const standsAgree = (a: Stand, b: Stand): boolean => a.open * b.open > 0 || a.duty * b.duty > 0;

export const opposite = ({ open, duty }: Stand): Stand => ({ open: side(-open), duty: side(-duty), cost: 0 });
