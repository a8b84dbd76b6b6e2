import type { Language } from '../../../schema/index.js';

/** "I had to fly", "we ended up leaving": what follows has been done. */
const OBLIGED: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:had to|was forced to|were forced to|had no choice but to|ended up)\s+(?:\p{L}+ly\s+)?(?:(?:take|taking|catch|catching|make|making|go on|going on|board|boarding)\s+(?:(?:the|a|an|my|our|that|this)\s+)?(?:\p{L}+\s+)?)?$/iu,
  fr: /(?<!\p{L})(?:ai|avons|a|ont)\s+(?:\p{L}+\s+)?(?:dû|du|été (?:obligée?s?|contrainte?s?|forcée?s?) (?:de |d['’])?)\s*(?:(?:prendre|faire|effectuer)\s+(?:(?:le|la|un|une|mon|ma|notre|ce|cet|cette)\s+|l['’])?(?:\p{L}+\s+)?)?$/iu,
};

/** "We took the flight", "I'm just back from the trip", "j'ai fait le voyage", "je viens de prendre l'avion". */
const TAKEN: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(?:took|taken|made|caught|finished|completed|boarded|went on|was on|were on|been on|got off|back from|returned from)\s+(?:(?:the|my|our|that|this|a|an|his|her|their)\s+)?(?:\p{L}+\s+)?$/iu,
  fr: /(?<!\p{L})(?:(?:ai|avons|a|ont)\s+(?:\p{L}+\s+)?(?:pris|fait|effectué|terminé|fini)|(?:viens|venons|vient|viennent)\s+(?:\p{L}+\s+)*(?:de |d['’])(?:(?:prendre|faire|effectuer|terminer|finir))?)\s*(?:(?:le|la|un|une|mon|ma|notre|ce|cet|cette)\s+|l['’])?(?:\p{L}+\s+)?$/iu,
};

/** What stands right before a past form that tells what happened, and the form. */
const HAPPENED: Readonly<Record<Language, { before: RegExp; form: RegExp }>> = {
  en: {
    before:
      /(?:(?<!\p{L})(?:I|we|he|she|they|it|have|has|had|was|were|been|already|just|only|finally|then|also)|['’](?:ve|s|d)|(?<!\p{L})(?:my|our)\s+\p{L}+)\s+$/iu,
    form: /^(?:\p{L}{3,}ed|flew|flown|left|went|gone|came|drove|driven|got)$/iu,
  },
  fr: {
    before:
      /(?:(?<!\p{L})(?:ai|avons|a|ont|suis|sommes|est|sont|été))\s+(?:(?:déjà|bien|enfin|finalement|seulement|tout juste)\s+)*$/iu,
    form: /^\p{L}{2,}(?:ée?s?|ie?s?|ue?s?)$/iu,
  },
};

/** It is still to come, or only wished or thought of. */
const TO_COME =
  /(?<!\p{L})(?:will|going to|tomorrow|tonight|next|soon|upcoming|plan\p{L}*|about to|want\p{L}*|hop(?:e|ed|ing)|wish\p{L}*|supposed|would|should|unless|if|when|demain|ce soir|prochaine?s?|bientôt|vais|allons|va|vont|voudrais|voulais|aimerais|compte|prévois|devais|si|quand|lorsque)(?!\p{L})/iu;

/**
 * Whether the word at `start_char` to `end_char` of `clause` (offsets in the clause) names something that has been
 * done: in a past form, after "had to", or as what somebody took or made.
 */
export const isDone = (clause: string, start_char: number, end_char: number, lang: Language): boolean => {
  if (TO_COME.test(clause)) return false;
  const lead = clause.slice(0, start_char);
  const { before, form } = HAPPENED[lang];
  return (
    OBLIGED[lang].test(lead) ||
    TAKEN[lang].test(lead) ||
    (form.test(clause.slice(start_char, end_char)) && before.test(lead))
  );
};
