import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, markConcepts, tokenise } from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

/** Everyday wordings and the concept that they stand for, English and French side by side. */
const WORDINGS: readonly (readonly [concept: string, en: string, fr: string])[] = [
  // acts
  ['act.refund', 'you will get your money', 'se faire rembourser'],
  ['act.cancel', 'call the whole thing off', 'renoncer à la réservation'],
  ['act.terminate', 'end your subscription', 'dénoncer le contrat'],
  ['act.withdraw_contract', 'the cooling-off period', 'le délai de rétractation'],
  ['act.rebook', 'on the next available flight', 'vous placer sur le prochain vol'],
  ['act.pay', 'you would have to fork out', 'débourser'],
  ['act.waive', 'we let you off the fee', 'nous renonçons aux frais'],
  ['act.deduct', 'it is knocked off', 'défalquer'],
  ['act.return_item', 'post it back', 'nous le renvoyer'],
  ['act.forfeit', 'kiss goodbye', 'définitivement perdu'],
  ['act.expire', 'it goes out of date', 'il cesse d’être valable'],
  ['act.renew', 'a rolling contract', 'la reconduction automatique'],
  ['act.pause', 'put your membership on hold', 'mise en pause'],
  ['act.miss', "if you don't show up", 'faire faux bond'],
  ['act.steal', 'it was nicked', 'se faire voler'],
  ['act.keep', 'yours to keep', 'reste acquis'],
  ['act.disembark', 'alight', 'débarquer'],
  ['act.bring_forward', 'bring forward', 'avancer la date'],
  ['act.equal', 'equivalent', 'comparable'],
  ['act.describe', 'specify', 'préciser'],
  // events
  ['event.travel_end', 'back home', 'rentré'],
  ['event.delivery', 'receipt of the goods', 'réception du colis'],
  ['event.death', 'a death in the family', 'la perte d’un proche'],
  ['event.illness', 'fall ill', 'tomber malade'],
  ['event.arrears', 'fall behind', 'en retard de paiement'],
  ['event.fault', 'stopped working, it plays up', 'tomber en rade'],
  ['event.season_low', 'the quiet period', 'hors saison'],
  ['event.contest', 'a competition', 'un concours'],
  // modality
  ['modal.may', 'at liberty to', 'libre à vous de'],
  ['modal.need', 'a prerequisite', 'un prérequis'],
  ['modal.suffice', "that's all it takes", 'il vous suffit de'],
  ['modal.not_needed', 'under no obligation', 'sans obligation'],
  ['modal.forbidden', 'off the table', 'pas question de'],
  // money
  ['fee.free', "it doesn't cost a penny", 'sans bourse délier'],
  ['fee.discounted', 'half price', 'moitié prix'],
  ['fee.surcharge', 'a mark-up', 'payer en plus'],
  ['fee.penalty', 'an early termination fee', 'frais de résiliation anticipée'],
  ['quality.our_expense', "it's on us", 'est à notre charge'],
  ['quality.compulsory_paid', 'out of your own pocket', 'à tes frais'],
  ['payment.instalment', 'buy now pay later', 'en plusieurs fois'],
  ['payment.original_method', 'the card you booked with', 'la carte d’origine'],
  // channels and documents
  ['channel.in_person', 'over the counter', 'en présentiel'],
  ['channel.post', 'by registered post', 'par recommandé'],
  ['doc.medical_certificate', "a doctor's letter", 'un arrêt maladie'],
  ['doc.id', 'a government-issued id', 'papiers d’identité'],
  // people, things and places
  ['person.cousin', 'a cousin', 'une cousine'],
  ['person.co_holder', 'a joint holder', 'un cotitulaire'],
  ['goods.knife', 'knives', 'un couteau'],
  ['material.leather', 'leather', 'le cuir'],
  ['body.knee', 'the knee', 'les genoux'],
  ['place.museum', 'a museum', 'des musées'],
  ['animal.horse', 'a horse', 'des chevaux'],
  ['colour.red', 'red', 'rouges'],
  // fields
  ['util.renewable', 'renewables', 'énergies renouvelables'],
  ['telecom.fair_use', 'fair use', 'usage raisonnable'],
  ['bank.bankruptcy', 'bankrupt', 'en faillite'],
  ['insure.market_value', 'depreciation', 'la vétusté'],
  ['parcel.import', 'imported', 'importer'],
  ['parcel.return_to_sender', 'back to sender', 'retour à l’expéditeur'],
  ['hotel.laundry', 'dry cleaning', 'la blanchisserie'],
  ['media.ad_free', 'ad-free', 'sans publicité'],
  ['gym.badge', 'a key fob', 'un badge d’accès'],
  ['goods.preorder', 'a pre-order', 'précommander'],
  ['food.gluten_free', 'gluten-free', 'sans gluten'],
  ['gov.tax_return', 'a tax return', 'la déclaration de revenus'],
  ['work.part_time', 'part-time', 'à temps partiel'],
  // law and the web
  ['legal.responsible', 'responsible', 'tenu responsable'],
  ['legal.good_faith', 'reasonable', 'raisonnables'],
  ['legal.jurisdiction', 'the competent court', 'le tribunal compétent'],
  ['legal.copyright', 'copyright', 'droits d’auteur'],
  ['privacy.controller', 'the data controller', 'le responsable du traitement'],
  ['privacy.location', 'gps', 'la géolocalisation'],
  ['web.cookie_technology', 'cookies', 'témoins de connexion'],
  ['web.malware', 'malware', 'un logiciel malveillant'],
  // qualities
  ['quality.large', 'larger', 'grande'],
  ['quality.foldable', 'folded', 'pliants'],
  ['quality.consecutive', 'in a row', 'd’affilée'],
  ['quality.near', 'next door', 'à proximité'],
  ['quality.insufficient', 'a lack', 'un manque'],
  ['neutral.light', 'moreover', 'forcément'],
  ['neutral.function', 'whereby', 'aurait'],
];

/** Forms that a stemmer would give to another concept. */
const INFLECTED: readonly (readonly [lang: Language, text: string, concept: string])[] = [
  ['fr', 'deux nuits', 'event.night'],
  ['fr', 'des vélos', 'travel.bicycle'],
  ['fr', 'accordé', 'act.give'],
  ['fr', 'un accord', 'act.consent'],
  ['fr', 'le règlement', 'doc.policy'],
  ['fr', 'transmises', 'act.send'],
  ['fr', 'nous vérifiions', 'act.verify'],
  ['fr', 'il obtiendrait', 'act.receive'],
  ['fr', 'elle perçoit', 'act.receive'],
  ['fr', 'elles s’appliquent', 'act.apply_rule'],
  ['fr', 'il achètera', 'act.buy'],
  ['fr', 'un délit', 'legal.illegal_act'],
  ['fr', 'le délai', 'event.deadline'],
  ['fr', 'un avenant', 'legal.clause'],
  ['en', 'heavier', 'quality.heavy'],
  ['en', 'the provisions', 'legal.provision'],
  ['en', 'authorities', 'legal.public_authority'],
  ['en', 'accounting', 'bank.accounting'],
  ['en', 'securely', 'quality.safe'],
];

/** Words that only share a stem with a word of the lexicon: what they do not stand for. */
const OTHER_SENSES: readonly (readonly [lang: Language, text: string, concept: string])[] = [
  ['en', 'a pass for three days', 'event.death'],
  ['en', 'two passes', 'event.death'],
  ['en', 'ten people', 'goods.custom'],
  ['en', 'you want to go now', 'food.takeaway'],
  ['en', 'fresh bread', 'food.best_before'],
  ['en', 'Mon to Fri', 'act.cook'],
  ['en', 'on Wed', 'act.marry'],
  ['en', 'you may object', 'act.intend'],
  ['en', 'a busy day', 'person.company'],
  ['en', 'the undertaker', 'act.carry_out'],
  ['en', 'the engine', 'person.technician'],
  ['fr', 'il a payé', 'fee.credit'],
  ['fr', 'ils ont droit', 'fee.credit'],
  ['fr', 'comment faire', 'web.publish'],
  ['fr', 'la note du vendeur', 'quality.specific'],
  ['fr', 'au mois de mars', 'person.spouse'],
  ['fr', 'monter à bord', 'fee.amount'],
  ['fr', 'la charge', 'goods.trailer_goods'],
  ['fr', 'la dose', 'body.back_pain'],
];

const conceptsIn = (text: string, lang: Language): (string | null)[] => {
  const tokens = tokenise(text, lang);
  markConcepts(tokens, lang, EMPTY_VOCABULARY);
  return tokens.map(({ concept }) => concept);
};

describe('wordings of the lexicon', () => {
  it.each(WORDINGS)('%s: %s, %s', (concept, en, fr) => {
    expect(conceptsIn(en, 'en')).toContain(concept);
    expect(conceptsIn(fr, 'fr')).toContain(concept);
  });

  it.each(OTHER_SENSES)('%s %s is no %s', (lang, text, concept) => {
    expect(conceptsIn(text, lang)).not.toContain(concept);
  });

  it.each(INFLECTED)('%s %s is %s', (lang, text, concept) => {
    expect(conceptsIn(text, lang)).toContain(concept);
  });
});
