import type { Language } from '../../schema/index.js';

/** Words for each reason of a handoff, by its name with its detail, else by its name alone. */
const REASONS: Record<Language, Record<string, string>> = {
  en: {
    rewrite_failed: 'The bot’s answer could not be corrected',
    contradicted: 'The policies say otherwise',
    unsupported: 'No policy bears the answer out',
    strict_topic: 'Only verified answers pass on this topic',
    not_verified: 'The answer could not be verified',
    check_failed: 'A check could not be carried out',
    customer_asked: 'Asked for a person',
    frustration: 'The customer is frustrated',
    distress: 'The customer is in distress',
    'distress:emergency': 'Somebody may be in danger',
    'distress:bereavement': 'The customer speaks of a death',
    'distress:hardship': 'The customer is in despair',
    legal_right: 'A legal right is invoked',
    'legal_right:dispute': 'A charge is disputed',
    'legal_right:complaint': 'A complaint is made',
    'legal_right:refund_right': 'A refund is claimed as a right',
    'legal_right:regulator': 'A regulator is called upon',
    'legal_right:accommodation': 'An accommodation is needed',
    'legal_right:lawyer': 'Speaks of a lawyer or a court',
    repeated_blocks: 'Several answers were held back or corrected',
    loop: 'Asks the same thing again and again',
    reserved_topic: 'A topic for people',
    agent_took_over: 'A colleague stepped in',
  },
  fr: {
    rewrite_failed: 'La réponse du robot n’a pas pu être corrigée',
    contradicted: 'Les politiques disent le contraire',
    unsupported: 'Aucune politique ne confirme la réponse',
    strict_topic: 'Sur ce sujet, seul ce qui est vérifié passe',
    not_verified: 'La réponse n’a pas pu être vérifiée',
    check_failed: 'Une vérification n’a pas pu être faite',
    customer_asked: 'Demande à parler à une personne',
    frustration: 'Le client est contrarié',
    distress: 'Le client est en détresse',
    'distress:emergency': 'Quelqu’un est peut-être en danger',
    'distress:bereavement': 'Le client parle d’un décès',
    'distress:hardship': 'Le client est à bout',
    legal_right: 'Un droit est invoqué',
    'legal_right:dispute': 'Un débit est contesté',
    'legal_right:complaint': 'Une plainte est déposée',
    'legal_right:refund_right': 'Un remboursement est exigé de droit',
    'legal_right:regulator': 'Une autorité est saisie',
    'legal_right:accommodation': 'Un besoin d’adaptation est signalé',
    'legal_right:lawyer': 'Parle d’avocat ou de tribunal',
    repeated_blocks: 'Plusieurs réponses retenues ou corrigées',
    loop: 'Pose sans cesse la même question',
    reserved_topic: 'Un sujet réservé aux personnes',
    agent_took_over: 'Un collègue a pris la relève',
  },
};

/** Details that people read beside the reason: names that the configuration gave. */
const SHOWN_DETAILS: ReadonlySet<string> = new Set(['reserved_topic']);

/** Why a person was called, in a few words for agents; a reason that is not known stands as it is. */
export const reasonInWords = (reason: string, lang: Language): string => {
  const words = REASONS[lang];
  const [name = '', ...details] = reason.split(':');
  const detail = details.join(':');
  const said = words[reason] ?? words[name] ?? reason.replaceAll('_', ' ');
  const colon = lang === 'fr' ? ' : ' : ': ';
  return SHOWN_DETAILS.has(name) && detail !== '' ? said + colon + detail.replaceAll('_', ' ') : said;
};
