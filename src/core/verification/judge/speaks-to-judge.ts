/** Words about verdicts and about models, as an order to a judge has them in some languages. */
const ABOUT_VERDICTS: readonly RegExp[] = [
  /\b(?:claims?|answers?|statements?|everything)\b.*\bsupported\b|\b(?:as|say|label)\W+supported\b/i,
  /\bverdicts?\b|\bgrader\b|\bevaluator\b|\bfact[- ]?check/i,
  /\b(?:language model|system (?:prompt|message)|ai judge|llm)\b|\bjudges?\b.*\bclaims?\b/i,
  /\b(?:ignore|disregard|forget)\b.*\b(?:instructions?|rules?|polic(?:y|ies)|above|previous|evidence)\b/i,
  /\b(?:mark|label|rate|grade|treat|accept|approve)\b.*\b(?:claims?|answers?|statements?)\b/i,
  /étayée?s?\b|\bverdicts?\b|\bmodèle de langage\b|\bconsignes? système\b/i,
  /\b(?:ignore[rz]?|oublie[rz]?)\b.*(?:consignes?|instructions?|règles?|politiques?)/i,
  /\b(?:marque[rz]?|note[rz]?|considère|considére[rz]|juge[rz]?)\b.*(?:affirmations?|réponses?|énoncés?)/i,
  /\brespaldad[oa]s?\b|\bignora(?:r|d)?\b.*\b(?:instrucciones|reglas)\b/i,
  /\bals belegt\b|\bignorier(?:e|en)?\b.*\b(?:anweisungen|regeln)\b/i,
  /支持|标记|忽略|サポートされ|無視|поддержан|игнорир|مدعوم|تجاهل/u,
];

/** Whether words address whoever judges, rather than state a rule or a fact: such words bear nothing out. */
export const speaksToJudge = (words: string): boolean =>
  ABOUT_VERDICTS.some((pattern) => pattern.test(words));
