import type { HandoffWording, Language } from '../../schema/index.js';

/** Words around the configured contact, by language. They promise neither a person nor a time. */
const TEXTS: Record<
  Language,
  {
    holding: string;
    refusal: string;
    leftOut: string;
    reach: string;
    or: string;
    hours: (hours: string) => string;
  }
> = {
  en: {
    holding:
      'I’m sorry, I could not confirm the answer to this in our policies, and I would rather not tell you something that may be wrong.',
    refusal: 'I’m sorry, I can’t give you a reliable answer to this right now.',
    leftOut: 'I could not confirm part of this answer in our policies, so I have left it out.',
    reach: 'You can reach us',
    or: ' or ',
    hours: (hours) => ` (${hours})`,
  },
  fr: {
    holding:
      'Je suis désolé, je n’ai pas pu confirmer la réponse dans notre règlement, et je préfère ne rien vous dire qui puisse être inexact.',
    refusal: 'Je suis désolé, je ne peux pas vous donner de réponse fiable pour le moment.',
    leftOut:
      'Je n’ai pas pu confirmer une partie de cette réponse dans notre règlement ; je l’ai donc retirée.',
    reach: 'Vous pouvez nous joindre',
    or: ' ou ',
    hours: (hours) => ` (${hours})`,
  },
};

const PREPOSITIONS: Record<Language, { phone: string; email: string; url: string }> = {
  en: { phone: 'by phone at ', email: 'by e-mail at ', url: 'at ' },
  fr: { phone: 'par téléphone au ', email: 'par courriel à ', url: 'sur ' },
};

const contactSentence = (contact: HandoffWording['contact'], lang: Language): string => {
  const words = TEXTS[lang];
  const before = PREPOSITIONS[lang];
  const ways = [
    contact.phone === undefined
      ? null
      : before.phone + contact.phone + (contact.hours ? words.hours(contact.hours) : ''),
    contact.email === undefined ? null : before.email + contact.email,
    contact.url === undefined ? null : before.url + contact.url,
  ].filter((way) => way !== null);
  return ways.length === 0 ? '' : ` ${words.reach} ${ways.join(words.or)}.`;
};

/** Why there is no answer, where it could not be confirmed. */
export const unconfirmedSentence = (lang: Language): string => TEXTS[lang].holding;

/** What the customer reads when the answer could not be confirmed (`escalate`). */
export const holdingText = (handoff: HandoffWording, lang: Language): string =>
  TEXTS[lang].holding + contactSentence(handoff.contact, lang);

/** What the customer reads when a check failed (`block`). */
export const refusalText = (handoff: HandoffWording, lang: Language): string =>
  TEXTS[lang].refusal + contactSentence(handoff.contact, lang);

/** Stands once in an answer from which an unconfirmed claim was left out. */
export const leftOutText = (handoff: HandoffWording, lang: Language): string =>
  TEXTS[lang].leftOut + contactSentence(handoff.contact, lang);
