import type { DeliveriesTexts } from './deliveries-en.js';
import { deliveryFaultFr } from './delivery-faults-fr.js';

/** Words of the page of deliveries, in French. */
export const deliveriesFr: DeliveriesTexts = {
  title: 'Envois',
  lead: 'Ce que vos autres systèmes apprennent des dossiers : webhooks, Slack, centres d’assistance. Ce qui n’est pas arrivé attend ici d’être renvoyé.',
  receivers: 'Destinataires',
  active: 'Actif',
  paused: (until) => `En pause jusqu’à ${until}`,
  disabled: 'Désactivé',
  enable: 'Réactiver',
  enabled: (name) => `${name} est de nouveau informé. Renvoyez ce qui a manqué.`,
  states: { dead: 'Abandonnés', pending: 'En route', delivered: 'Arrivés' },
  events: {
    opened: 'Un dossier attend',
    claimed: 'Dossier pris',
    reassigned: 'Dossier repris par un autre',
    released: 'Dossier remis en attente',
    customer_message: 'Le client a écrit',
    person_message: 'Réponse au client',
    note: 'Note',
    bot_output_dropped: 'Réponse du robot écartée',
    contact_left: 'Coordonnées laissées',
    returned: 'Retour au robot',
    resolved: 'Dossier réglé',
    expired: 'Dossier expiré',
    cancelled: 'Le client est retourné au robot',
  },
  tabs_label: 'Envois par état',
  attempts: (count) => (count < 2 ? `${count} essai` : `${count} essais`),
  fault: deliveryFaultFr,
  next_attempt: 'Prochain essai :',
  open_case: 'Ouvrir le dossier',
  resend: 'Renvoyer',
  receiver_first: 'Réactivez d’abord le destinataire',
  resent: 'L’envoi est de nouveau en route.',
  older: 'Plus anciens',
  no_receivers_title: 'Personne n’est encore informé des dossiers',
  no_receivers_text: 'Nommez un webhook, Slack ou un centre d’assistance sous handoff dans plumbline.yaml.',
  empty: {
    dead: {
      title: 'Rien n’a été abandonné',
      text: 'Un envoi qui échoue pendant 24 heures, ou qui est refusé, arrive ici.',
    },
    pending: {
      title: 'Rien n’est en route',
      text: 'Ce qui est réessayé figure ici avec l’heure du prochain essai.',
    },
    delivered: {
      title: 'Rien n’est encore arrivé',
      text: 'Le premier dossier annoncé à vos destinataires figurera ici.',
    },
  },
};
