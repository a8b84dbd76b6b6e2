import type { Language } from '../../../schema/index.js';
import { unconfirmedSentence } from '../closing-texts.js';
import { type Expectation, expectationWords } from './waiting-words.js';

/** What every message about a case says beside its own words. */
export interface CaseWords {
  lang: Language;
  /** Case reference by which a conversation is found again; null where it has none. */
  reference: string | null;
}

interface Words {
  /** First sentences of a handoff, by reason before its colon; for other reasons the answer could not be confirmed. */
  opening: Record<string, string>;
  emergency: string;
  person: string;
  personLater: string;
  contact: string;
  back: string;
  reference: (reference: string) => string;
  added: string;
  noted: string;
  with: (name: string | null) => string;
  tookOver: (name: string | null) => string;
  returned: (name: string | null) => string;
  resolved: (name: string | null) => string;
  expired: string;
  offer: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    opening: {
      customer_asked: 'I am passing you on to a person.',
      distress: 'I am sorry that you are going through this.',
      frustration: 'I am sorry that this has been so difficult.',
      legal_right: 'This is for a person to decide, not for me.',
      reserved_topic: 'A person deals with questions about this.',
      repeated_blocks: 'I have not been able to help you with this.',
      loop: 'I have not been able to help you with this.',
    },
    emergency: 'If anyone is in danger, please call your local emergency number first.',
    person: 'A person will take this over.',
    personLater: 'A person will take this over then.',
    contact:
      'Leave an e-mail address or a phone number in your next message and we will get in touch, or come back to this conversation then.',
    back: 'To go on without a person, write “back to the assistant”.',
    reference: (reference) => `Your case reference: ${reference}`,
    added: 'Your message is with your case; a person will answer it.',
    noted: 'Thank you. Your contact details are with your case, and we will get in touch.',
    with: (name) =>
      name === null
        ? 'A person has your message and will answer here.'
        : `${name} has your message and will answer here.`,
    tookOver: (name) =>
      name === null
        ? 'A person has taken over this conversation and will answer here.'
        : `${name} has taken over this conversation and will answer here.`,
    returned: (name) =>
      `${name ?? 'The person who helped you'} has handed you back to the assistant. Please write again what you would like to know.`,
    resolved: (name) =>
      `${name ?? 'The person who helped you'} has closed this case. If there is anything else, just write again.`,
    expired:
      'I’m sorry, nobody could take your case in time, so it was closed. You are talking to the assistant again.',
    offer: 'Would you rather talk to a person? Answer “yes” and I will pass you on.',
  },
  fr: {
    opening: {
      customer_asked: 'Je vous passe à un conseiller.',
      distress: 'Je suis désolé de ce que vous traversez.',
      frustration: 'Je suis désolé que ce soit si difficile.',
      legal_right: 'C’est à une personne d’en décider, pas à moi.',
      reserved_topic: 'C’est une personne qui s’occupe des questions à ce sujet.',
      repeated_blocks: 'Je n’ai pas réussi à vous aider.',
      loop: 'Je n’ai pas réussi à vous aider.',
    },
    emergency: 'Si quelqu’un est en danger, appelez d’abord le numéro d’urgence.',
    person: 'Une personne va prendre le relais.',
    personLater: 'Une personne prendra alors le relais.',
    contact:
      'Laissez une adresse courriel ou un numéro de téléphone dans votre prochain message et nous vous joindrons, ou revenez alors à cette conversation.',
    back: 'Pour continuer sans attendre, écrivez « revenir à l’assistant ».',
    reference: (reference) => `Votre référence : ${reference}`,
    added: 'Votre message est joint à votre dossier ; une personne y répondra.',
    noted: 'Merci. Vos coordonnées sont jointes à votre dossier et nous vous joindrons.',
    with: (name) =>
      name === null
        ? 'Une personne a votre message et vous répondra ici.'
        : `${name} a votre message et vous répondra ici.`,
    tookOver: (name) =>
      name === null
        ? 'Une personne a pris le relais dans cette conversation et vous répondra ici.'
        : `${name} a pris le relais dans cette conversation et vous répondra ici.`,
    returned: (name) =>
      `${name ?? 'La personne qui vous aidait'} vous a rendu à l’assistant. Écrivez de nouveau ce que vous souhaitez savoir.`,
    resolved: (name) =>
      `${name ?? 'La personne qui vous aidait'} a clos ce dossier. S’il reste quelque chose, il suffit de réécrire.`,
    expired:
      'Je suis désolé, personne n’a pu prendre votre dossier à temps ; il a été clos. Vous parlez de nouveau à l’assistant.',
    offer: 'Préférez-vous parler à une personne ? Répondez « oui » et je vous la passe.',
  },
};

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** A message with the reference in a paragraph of its own, by which a client that names no id is found again. */
export const withReference = (message: string, { lang, reference }: CaseWords): string =>
  reference === null ? message : `${message}\n\n${WORDS[lang].reference(reference)}.`;

/** Who takes it over, and when: the promise that a stored handoff keeps. */
const promise = (expected: Expectation, lang: Language): string => {
  const words = WORDS[lang];
  return expected.kind === 'staffed'
    ? join([words.person, expectationWords(expected, lang), words.back])
    : join([expectationWords(expected, lang), words.personLater, words.contact, words.back]);
};

/** What the customer reads as a handoff opens. `reason` as the handoff has it. */
export const handoffText = (reason: string, expected: Expectation, about: CaseWords): string => {
  const words = WORDS[about.lang];
  const [name = '', detail] = reason.split(':');
  const opening = Object.hasOwn(words.opening, name) ? words.opening[name] : unconfirmedSentence(about.lang);
  const emergency = name === 'distress' && detail === 'emergency' ? words.emergency : '';
  return withReference(join([opening ?? '', emergency, promise(expected, about.lang)]), about);
};

/** The paragraph that follows an answer with which a handoff opens. */
export const handoffParagraph = (expected: Expectation, about: CaseWords): string =>
  withReference(promise(expected, about.lang), about);

/** The sentence by which a person is offered. */
export const offerSentence = (lang: Language): string => WORDS[lang].offer;

/** The paragraph that offers a person. */
export const offerText = (expected: Expectation, lang: Language): string =>
  join([offerSentence(lang), expected.kind === 'closed' ? expectationWords(expected, lang) : '']);

/** The answer to a message of a customer who waits; `contact`: it left a way to be reached. */
export const waitingText = (
  expected: Expectation,
  about: CaseWords,
  { hasContact = false }: { hasContact?: boolean } = {},
): string => {
  const words = WORDS[about.lang];
  const said = hasContact ? words.noted : words.added;
  const asks = expected.kind === 'closed' && !hasContact ? words.contact : '';
  return withReference(join([said, expectationWords(expected, about.lang), asks, words.back]), about);
};

/** The answer to a message that the person who holds the case has not answered yet. */
export const heldText = (name: string | null, about: CaseWords): string =>
  withReference(WORDS[about.lang].with(name), about);

/** Stands in place of what the bot still had to say when a person took over. */
export const tookOverText = (name: string | null, about: CaseWords): string =>
  withReference(WORDS[about.lang].tookOver(name), about);

/** What is said when a case ended while the customer waited for an answer. */
export const endedText = (
  ending: 'returned' | 'resolved' | 'expired' | 'cancelled',
  name: string | null,
  lang: Language,
): string => {
  const words = WORDS[lang];
  switch (ending) {
    case 'returned':
    case 'cancelled':
      return words.returned(name);
    case 'resolved':
      return words.resolved(name);
    case 'expired':
      return words.expired;
    default:
      return ending satisfies never;
  }
};

/** A person's messages as one text: whose words they are stands before them. */
export const personText = (messages: readonly { name: string | null; text: string }[]): string =>
  messages
    .map(({ name, text }, at) =>
      name === null || messages[at - 1]?.name === name ? text : `${name}: ${text}`,
    )
    .join('\n\n');
