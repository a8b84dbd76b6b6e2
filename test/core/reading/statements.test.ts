import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

const statements = (text: string, lang: Language): string[] =>
  readText(text, lang, EMPTY_VOCABULARY).statements.map(
    (s) => `${s.role} ${s.modality}${s.negated ? ' not' : ''} ${s.acts[0] ?? '-'}`,
  );

const ROWS: readonly [lang: Language, text: string, expected: string[]][] = [
  ['en', 'You can cancel your booking.', ['main allowed act.cancel']],
  ['en', "You can't cancel your booking.", ['main forbidden not act.cancel']],
  ['en', 'You cannot change a ticket.', ['main forbidden not act.change']],
  ['en', 'You must show a receipt.', ['main required act.show']],
  ['en', 'You must not smoke.', ['main forbidden not act.smoke']],
  ['en', 'You need not show a receipt.', ['main not_required not act.show']],
  ['en', "You don't have to pay a deposit.", ['main not_required not act.pay']],
  ['en', 'No deposit is required.', ['main not_required not -']],
  ['en', 'Pets are not permitted.', ['main forbidden not -']],
  ['en', 'Gift cards are not accepted.', ['main forbidden not -']],
  ['en', 'There is no way to change it.', ['main forbidden not act.change']],
  ['en', 'Delivery is free.', ['main stated act.deliver']],
  ['en', 'We never refund tickets.', ['main stated not act.refund']],
  ['en', 'Refunds are not only possible online.', ['main allowed act.refund']],
  ['en', 'Send us the form.', ['main required act.send']],
  ['en', 'Please send the form.', ['main required act.send']],
  ['en', 'Do not send original documents.', ['main forbidden not act.send']],
  ['en', 'Refund requests are answered quickly.', ['main stated act.refund']],
  [
    'en',
    'As you cannot send the form, you may cancel by phone.',
    ['cause forbidden not act.send', 'main allowed act.cancel'],
  ],
  ['en', 'Pay by card, as drivers cannot take cash.', ['main required act.pay', 'cause forbidden not -']],
  ['en', 'We will then refund the difference.', ['main stated act.refund']],
  ['en', 'The dates that nobody chose are cancelled.', ['main stated act.choose']],
  ['en', 'The card gives you no grace.', ['main stated not act.give']],
  [
    'en',
    'It cannot be sold, save to a spouse.',
    ['main forbidden not act.sell', 'exception stated act.save'],
  ],
  ['fr', 'Il est alors annulé.', ['main stated act.cancel']],
  ['en', 'The parcel can be returned, opened or not.', ['main allowed act.return_item']],
  ['fr', 'La caution est rendue deux fois par an, pas davantage.', ['main stated act.refund']],
  [
    'en',
    'The fee is refunded in part, and the deposit not at all.',
    ['main stated act.refund', 'main stated not -'],
  ],
  ['en', 'The same price as you pay is refunded.', ['main stated act.pay']],
  [
    'fr',
    "Comme il n'est pas livré, nous remboursons le prix.",
    ['cause stated not act.deliver', 'main stated act.refund'],
  ],
  ['en', "The voucher doesn't work on courses.", ['main stated not act.apply_rule']],
  ['en', "My lamp doesn't work.", ['main stated -']],
  ['en', 'If you cancel, we refund everything.', ['condition stated act.cancel', 'main stated act.refund']],
  ['en', 'We refund everything if you cancel.', ['main stated act.refund', 'condition stated act.cancel']],
  ['en', 'Pets travel free unless they weigh over 8 kg.', ['main stated -', 'exception stated act.measure']],
  [
    'en',
    'You can cancel but you cannot change.',
    ['main allowed act.cancel', 'main forbidden not act.change'],
  ],
  [
    'en',
    "While a loan is overdue you can't borrow more.",
    ['condition stated -', 'main forbidden not act.borrow'],
  ],
  [
    'en',
    'It can no longer be changed, and the full price is charged.',
    ['main forbidden not act.change', 'main stated act.charge'],
  ],
  [
    'fr',
    'Il ne peut pas être changé et le prix est remboursé.',
    ['main forbidden not act.change', 'main stated act.refund'],
  ],
  ['en', 'Members may bring the dog and the cat.', ['main allowed act.travel_with']],
  ['en', 'You may move your date once, free of charge.', ['main allowed act.move_home']],
  ['en', "Trailers can't use the lane.", ['main forbidden not act.use']],
  ['en', '4.2 Wine is not carried.', ['main stated not act.travel_with']],
  ['en', 'You may be required to show proof.', ['main required act.show']],
  ['en', 'A coupon that has not been used may be exchanged.', ['main allowed act.exchange']],
  ['en', 'There is no lounge and no shower.', ['main stated not -']],
  ['en', 'The discount counts per order and not per item.', ['main stated act.discount']],
  ['en', 'Guests who did not book pay the full price.', ['main stated act.book']],
  ['en', 'Payments you did not approve are refunded.', ['main stated act.pay']],
  ['en', 'As a student you have no deposit to pay.', ['main stated not act.pay']],
  ['en', 'Mandatory courses are not charged.', ['main stated not act.charge']],
  ['en', 'No exception can be made.', ['main forbidden not -']],
  ['en', 'A bike you can lift is not charged.', ['main stated not act.lift']],
  ['en', 'We deliver on Mondays, on Fridays and in winter.', ['main stated act.deliver']],
  ['en', 'You can say no to the tour.', ['main allowed act.refuse']],
  [
    'en',
    'Goats may graze on the meadow; on the dyke only on a rope.',
    ['main allowed -', 'condition stated -'],
  ],
  [
    'en',
    'Skates are lent on the lake; on the river, only with a guide.',
    ['main stated act.lend', 'condition stated -'],
  ],
  ['en', 'Boats are hired out, in storms not.', ['main stated act.rent', 'exception stated not -']],
  ['en', 'You can cancel within two days, after that not.', ['main allowed act.cancel', 'main stated not -']],
  ['en', 'Helmets are lent free of charge, gloves not.', ['main stated act.lend', 'main stated not -']],
  [
    'en',
    'The desk is open on Mondays; in winter the stove is swept.',
    ['main stated act.open', 'main stated -'],
  ],
  ['en', 'The course begins on 3 May.', ['main stated act.start']],
  ['en', 'You May cancel in May.', ['main allowed act.cancel']],
  [
    'fr',
    'Les chèvres peuvent paître au pré ; sur la digue, seulement à la corde.',
    ['main allowed -', 'condition stated -'],
  ],
  [
    'fr',
    'Vous pouvez annuler sous deux jours, ensuite non.',
    ['main allowed act.cancel', 'main stated not -'],
  ],
  ['fr', "Le chèque n'est pas un moyen de paiement accepté.", ['main forbidden not -']],
  ['fr', 'Une séance non utilisée est remboursée.', ['main stated act.refund']],
  ['fr', "Le paiement par chèque n'est pas possible.", ['main forbidden not act.pay']],
  ['fr', 'Les cours obligatoires ne sont pas facturés.', ['main stated not act.charge']],
  ['fr', "La remise n'est accordée ni en mai ni en juin.", ['main stated not act.discount']],
  ['fr', 'Le forfait est compté par foyer et non par personne.', ['main stated act.count']],
  ['fr', 'Vous pouvez annuler.', ['main allowed act.cancel']],
  ['fr', 'Vous ne pouvez pas annuler.', ['main forbidden not act.cancel']],
  ['fr', 'Vous devez présenter un reçu.', ['main required act.show']],
  ['fr', 'Vous ne devez pas fumer.', ['main forbidden not act.smoke']],
  ['fr', "Vous n'avez pas à payer.", ['main not_required not act.pay']],
  ['fr', 'Il suffit de présenter le billet.', ['main required act.show']],
  ['fr', 'Inutile de nous envoyer une copie.', ['main not_required not act.send']],
  ['fr', 'La livraison est sans frais.', ['main stated act.deliver']],
  ['fr', "La carte n'est pas obligatoire.", ['main not_required not -']],
  ['fr', "Le billet ne peut être remboursé qu'en bon d'achat.", ['main allowed act.refund']],
  ['fr', 'Nous ne remboursons plus ce billet.', ['main stated not act.refund']],
  ['fr', 'Envoyez-nous le formulaire.', ['main required act.send']],
  ['fr', "N'envoyez pas de copie.", ['main forbidden not act.send']],
  ['fr', 'Il est interdit de fumer.', ['main forbidden not act.smoke']],
  [
    'fr',
    'Si vous annulez, nous remboursons tout.',
    ['condition stated act.cancel', 'main stated act.refund'],
  ],
  ['en', 'Sofas sold here (not hired) are repaired for five years.', ['main stated act.sell']],
  ['en', 'Toddlers ride free, with no pass.', ['main stated act.ride']],
  ['en', 'One that does not start is repaired by us.', ['main stated act.start']],
  ['en', 'Whoever is not content may request a review.', ['main allowed act.request']],
  ['fr', "Quiconque n'est pas content peut demander un réexamen.", ['main allowed act.request']],
  ['fr', "Ceux qui n'ont pas de reçu peuvent annuler.", ['main allowed act.cancel']],
  [
    'en',
    'A parcel left behind is sent back and is not refunded.',
    ['main stated act.leave_behind', 'main stated not act.refund'],
  ],
  [
    'en',
    'The email address is deleted, the invoice is not, and the key is sent by post.',
    ['main stated act.delete', 'main stated not act.delete', 'main stated act.send'],
  ],
  [
    'fr',
    "L'abonnement est remboursé, la caution ne l'est pas.",
    ['main stated act.refund', 'main stated not act.refund'],
  ],
  ['en', '10 % off canoes, nothing off kayaks.', ['main stated -', 'main stated not -']],
  [
    'en',
    "If the lamp arrives late, isn't complete, or never lights, the seller pays the repair.",
    ['condition stated not -', 'main stated act.pay'],
  ],
  [
    'en',
    'The piano must be moved by you (drivers do not carry) before the day.',
    ['main required act.move_home', 'main stated not act.travel_with'],
  ],
  [
    'en',
    'If there is a dog in the flat, do not open the door.',
    ['condition stated -', 'main forbidden not act.open'],
  ],
  ['en', 'The blue card costs $30 and has no joining fee.', ['main stated not act.cost']],
  [
    'en',
    'The library closes at noon; the café does not.',
    ['main stated act.close', 'main stated not act.close'],
  ],
  [
    'fr',
    'Nous remboursons, sauf si vous avez déjà utilisé le billet.',
    ['main stated act.refund', 'exception stated act.use'],
  ],
];

describe('statements', () => {
  it.each(ROWS)('%s: %s', (lang, text, expected) => {
    expect(statements(text, lang)).toEqual(expected);
  });

  it('gives what is said in short its subject, or what was said of another', () => {
    const objects = (text: string): string[][] =>
      readText(text, 'en', EMPTY_VOCABULARY).statements.map((s) => s.objects);
    expect(objects('A parcel is sent back and is not refunded.')).toEqual([
      ['goods.parcel'],
      ['goods.parcel'],
    ]);
  });

  it('reads "ne … que" as only', () => {
    const reading = readText("Le dépôt n'est remboursé qu'au guichet.", 'fr', EMPTY_VOCABULARY);
    expect(reading.quantifiers).toContain('quantifier.only');
  });

  it('tells seul as alone from seul as only', () => {
    const alone = readText('Les enfants voyagent seuls.', 'fr', EMPTY_VOCABULARY);
    const only = readText('Seul le titulaire peut annuler.', 'fr', EMPTY_VOCABULARY);
    expect([alone.keys.includes('quality.alone'), alone.quantifiers]).toEqual([true, []]);
    expect(only.quantifiers).toEqual(['quantifier.only']);
  });

  it('reads sans frais and free of charge as one concept', () => {
    expect(readText('La livraison est sans frais.', 'fr', EMPTY_VOCABULARY).keys).toContain('fee.free');
    expect(readText('Delivery is free of charge.', 'en', EMPTY_VOCABULARY).keys).toContain('fee.free');
  });
});
