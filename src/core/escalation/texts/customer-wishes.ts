import type { Language } from '../../../schema/index.js';

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();

const any = (...patterns: readonly string[]): RegExp => new RegExp(`^(?:${patterns.join('|')})$`);

const PLEASE = "(?: (?:please|thanks|thank you|s'il (?:vous|te) plait|svp|merci))?";

/** Whole messages only: in a longer one the words may be about anything. */
const BACK: Record<Language, RegExp> = {
  en: any(
    `(?:please )?(?:(?:take|bring|put|pass|send) me |(?:i want to |i'd like to |let me )?go |(?:i want to |let me )?get |switch )?back to (?:the )?(?:assistant|bot|chatbot)${PLEASE}`,
    `(?:i (?:don't|do not) want to wait|never mind|forget it)(?: (?:the )?(?:agent|person))? back to (?:the )?(?:assistant|bot)${PLEASE}`,
  ),
  fr: any(
    `(?:je (?:veux|voudrais|souhaite) |j'aimerais )?(?:revenir|retourner|retour|repasser) (?:a l'assistant|a l' assistant|au (?:bot|robot|chatbot))${PLEASE}`,
    `(?:je (?:veux|voudrais) )?continuer avec (?:l'assistant|le (?:bot|robot))${PLEASE}`,
  ),
};

const YES = any(
  `(?:yes|yeah|yep|yup|sure|ok|okay|of course|absolutely|definitely|please|please do|go ahead|that would be (?:great|good|nice|helpful))(?: (?:yes|sure|ok|okay|please do|do|go ahead|i would|i'd like that|that would be (?:great|good|nice|helpful)))?${PLEASE}`,
  `(?:yes|yeah|ok|sure)(?: please)? (?:i would(?: like (?:that|to|a person|an agent))?|i'd (?:like that|rather)|pass me on|connect me|(?:a |to a )?(?:person|human|agent))${PLEASE}`,
  `(?:oui|ouais|d'accord|ok|bien sur|volontiers|avec plaisir|je veux bien|allez y|ca marche)(?: (?:oui|volontiers|je veux bien|avec plaisir|passez la moi|un conseiller|une personne))?${PLEASE}`,
);

const NO = any(
  `(?:no|nope|nah|not now|not yet|no need|not necessary|no thanks|no thank you)(?: (?:thanks|thank you|not now|no need|it's (?:ok|fine)|i'm (?:ok|fine|good)|that's (?:ok|fine)))*`,
  `(?:non|pas maintenant|pas la peine|inutile|ce n'est pas la peine|pas besoin)(?: (?:merci|pas maintenant|pas la peine|ca va|ce n'est pas la peine|c'est bon|inutile))*`,
);

/** Whether a customer who waits for a person wants the assistant back. */
export const wantsAssistantBack = (text: string): boolean => {
  const said = folded(text);
  return BACK.en.test(said) || BACK.fr.test(said);
};

/** How a customer answers the offer of a person; null for a message that does neither. */
export const answerToOffer = (text: string): 'accepted' | 'declined' | null => {
  const said = folded(text);
  if (NO.test(said)) return 'declined';
  return YES.test(said) ? 'accepted' : null;
};

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu;
/** Seven digits or more, as people group them; a plain run of digits is as likely a booking number, but no harm to note. */
const PHONE = /(?<![\p{L}\p{N}.@/])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\p{L}\p{N}@])/gu;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Ways to reach the customer that a message leaves, as written; null without one. */
export const contactIn = (text: string): string | null => {
  const found = [...text.matchAll(EMAIL), ...text.replace(EMAIL, ' ').matchAll(PHONE)]
    .map(([way]) => way.trim())
    .filter((way) => !DATE.test(way));
  return found.length === 0 ? null : [...new Set(found)].join(', ');
};
