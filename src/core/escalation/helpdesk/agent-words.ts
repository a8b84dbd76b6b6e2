import type { Language } from '../../../schema/index.js';

/** What people who work in another helpdesk read about a case. */
export interface AgentWords {
  /** Headings of a message about a case, by what happened. */
  waiting: string;
  claimed: string;
  replied: string;
  returned: string;
  resolved: string;
  expired: string;
  cancelled: string;
  reason: string;
  language: string;
  languages: Record<Language, string>;
  priority: string;
  priorities: Record<'normal' | 'high' | 'urgent', string>;
  waiting_since: string;
  case_link: string;
  record: string;
  customer: string;
  bot: string;
  earlier: string;
  withheld: string;
  failing: string;
  clause: string;
  subject: (reason: string) => string;
  wrote: (name: string) => string;
  took: (name: string) => string;
  released: string;
  note: (name: string) => string;
  contact: string;
  summary: string;
  /** To a person whose words could not reach the customer any more. */
  not_delivered: string;
  somebody: string;
}

const en: AgentWords = {
  waiting: 'A customer is waiting for a person',
  claimed: 'A colleague took the case',
  replied: 'A colleague answered the customer',
  returned: 'The case went back to the bot',
  resolved: 'The case is resolved',
  expired: 'Nobody took the case in time',
  cancelled: 'The customer went back to the bot',
  reason: 'Reason',
  language: 'Language',
  languages: { en: 'English', fr: 'French' },
  priority: 'Priority',
  priorities: { normal: 'Normal', high: 'High', urgent: 'Urgent' },
  waiting_since: 'Waiting since',
  case_link: 'Open the case',
  record: 'Record',
  customer: 'Customer',
  bot: 'Bot',
  earlier: 'The conversation before',
  withheld: 'What the bot wanted to say; the customer did not see it',
  failing: 'What is wrong with it',
  clause: 'The policy',
  subject: (reason) => `A customer needs a person: ${reason}`,
  wrote: (name) => `${name} wrote to the customer from the desk`,
  took: (name) => `${name} took the case.`,
  released: 'The case is back in the queue.',
  note: (name) => `Note by ${name}`,
  contact: 'The customer left a way to be reached',
  summary: 'Summary',
  not_delivered:
    'This message did not reach the customer: the case had already ended, and the bot is answering again.',
  somebody: 'A colleague',
};

const fr: AgentWords = {
  waiting: 'Un client attend une personne',
  claimed: 'Un collègue a pris le dossier',
  replied: 'Un collègue a répondu au client',
  returned: 'Le dossier est retourné au robot',
  resolved: 'Le dossier est réglé',
  expired: 'Personne n’a pris le dossier à temps',
  cancelled: 'Le client est retourné au robot',
  reason: 'Motif',
  language: 'Langue',
  languages: { en: 'Anglais', fr: 'Français' },
  priority: 'Priorité',
  priorities: { normal: 'Normale', high: 'Haute', urgent: 'Urgente' },
  waiting_since: 'Attend depuis',
  case_link: 'Ouvrir le dossier',
  record: 'Enregistrement',
  customer: 'Client',
  bot: 'Robot',
  earlier: 'La conversation jusque-là',
  withheld: 'Ce que le robot voulait dire; le client ne l’a pas vu',
  failing: 'Ce qui ne va pas',
  clause: 'La politique',
  subject: (reason) => `Un client a besoin d’une personne : ${reason}`,
  wrote: (name) => `${name} a écrit au client depuis le bureau`,
  took: (name) => `${name} a pris le dossier.`,
  released: 'Le dossier est de nouveau en attente.',
  note: (name) => `Note de ${name}`,
  contact: 'Le client a laissé un moyen de le joindre',
  summary: 'Résumé',
  not_delivered:
    'Ce message n’a pas atteint le client : le dossier était déjà clos et le robot répond de nouveau.',
  somebody: 'Un collègue',
};

export const AGENT_WORDS: Record<Language, AgentWords> = { en, fr };
