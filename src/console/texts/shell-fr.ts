import type { Role } from '../../schema/index.js';
import type { ShellTexts } from './shell-en.js';
import { topBarFr } from './top-bar-fr.js';

const roles: Record<Role, string> = {
  vendor: 'Fournisseur du robot',
  compliance: 'Conformité',
  agent: 'Agent',
  auditor: 'Auditeur',
  admin: 'Administrateur',
};

/** Words of signing in, of the account and of what goes wrong, in French. */
export const shellFr: ShellTexts = {
  ...topBarFr,
  roles,
  login_title: 'Se connecter',
  login_lead: 'Votre clé Plumbline ouvre les pages de votre rôle.',
  login_lead_local:
    'Ce Plumbline tourne sur votre propre machine, sans clés. Dites-lui comment vous appeler.',
  key: 'Clé Plumbline',
  key_hint:
    'Elle commence par plk_. La personne qui gère Plumbline en crée une : npm run keys -- create --role agent',
  your_name: 'Votre nom',
  your_name_hint:
    'Tel que vos collègues et vos clients le voient. Vous pouvez le laisser vide si la clé est à votre nom.',
  your_name_hint_local: 'Tel que vos collègues et vos clients le voient.',
  name_local: 'Vous',
  enter: 'Se connecter',
  enter_local: 'Ouvrir la console',
  login_failed: 'Vous n’êtes pas encore connecté.',
  key_missing: 'Collez votre clé Plumbline.',
  key_unknown:
    'Cette clé est inconnue ou a été révoquée. Vérifiez qu’elle est collée en entier, ou demandez-en une nouvelle.',
  key_vendor:
    'Cette clé est celle d’un robot. La console en demande une du rôle agent, compliance, auditor ou admin.',
  name_missing: 'Plusieurs personnes peuvent utiliser cette clé : dites qui vous êtes.',
  name_invalid: 'Un nom compte de 1 à 60 caractères sur une ligne.',
  too_many: (seconds) => `Trop d’essais. Attendez ${seconds} s et réessayez.`,
  arriving: 'Un instant',
  arriving_link: 'Ouvrir la page',
  account_title: 'Votre compte',
  signed_in_as: 'Connecté en tant que',
  role: 'Rôle',
  tenant: 'Locataire',
  routes: 'Routes',
  key_of: 'Clé',
  no_key: 'aucune : seule cette machine est servie',
  settings: 'Sur cet appareil',
  shortcuts: 'Raccourcis clavier',
  shortcuts_hint: 'Une seule touche agit sur la page, comme l’indiquent les repères à côté des boutons.',
  sign_out: 'Se déconnecter',
  forbidden_title: 'Pas pour votre rôle',
  forbidden_text: (role) =>
    `Cette page n’est pas ouverte au rôle « ${role} ». Demandez une clé d’un autre rôle à la personne qui gère Plumbline.`,
  go_home: 'Aller à la page d’accueil',
  missing_title: 'Cette page n’existe pas',
  missing_text: 'L’adresse est peut-être mal écrite, ou ce qu’elle nommait n’est plus là.',
  failed_title: 'Cela n’a pas marché',
  failed_text:
    'Plumbline n’a pas pu montrer cette page. Réessayez; si cela continue, le journal en dit la cause.',
  try_again: 'Réessayer',
  close: 'Fermer',
};
