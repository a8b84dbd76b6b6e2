import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

/** "kind comparator value[..max] unit[/per]" of every quantity. */
const shown = (text: string, lang: Language): string[] =>
  readText(text, lang, EMPTY_VOCABULARY).quantities.map(
    (q) =>
      `${q.kind} ${q.comparator} ${q.value}${q.value_max === null ? '' : `..${q.value_max}`} ${q.unit}${q.per === null ? '' : `/${q.per}`}`,
  );

const ROWS: readonly [name: string, lang: Language, text: string, expected: string[]][] = [
  ['a code before the amount', 'en', 'The fee is CAD 35.', ['money equal 35 CAD']],
  ['a bare dollar sign', 'en', 'It costs $1,200.50.', ['money equal 1200.5 money']],
  ['a dollar sign with its country', 'en', 'It costs US$20.', ['money equal 20 USD']],
  ['a French amount with spaces', 'fr', 'Il coûte 1 200,50 $.', ['money equal 1200.5 money']],
  ['euros in words', 'fr', 'Il coûte 20 euros par nuit.', ['money equal 20 EUR/event.night']],
  ['a euro sign before or after', 'en', 'Pay €20 or 25 €.', ['money equal 20 EUR', 'money equal 25 EUR']],
  [
    'a number beside the next amount',
    'en',
    'Each of the other three $17.',
    ['count equal 3 number', 'money equal 17 money'],
  ],
  ['an amount with the sign behind', 'fr', 'Payez 12 $ ici.', ['money equal 12 money']],
  ['a price a month', 'en', 'It costs $12 a month.', ['money equal 12 money/unit.month']],
  ['a price a head', 'en', 'It is CAD 35 per passenger.', ['money equal 35 CAD/person.passenger']],
  ['a price range', 'en', 'Between CAD 20 and CAD 40.', ['money between 20..40 CAD']],
  ['thousands with a dot', 'en', 'Up to EUR 1.200.', ['money at_most 1200 EUR']],
  ['percent', 'en', 'You get 20% off.', ['percent equal 20 percent']],
  ['percent in French words', 'fr', 'Nous gardons 20 pour cent.', ['percent equal 20 percent']],
  ['half as percent', 'en', 'We keep half of the price.', ['percent equal 50 percent']],
  ['within', 'en', 'Ask within 14 days.', ['duration at_most 14 day']],
  ['dans les', 'fr', 'Demandez dans les 14 jours.', ['duration at_most 14 day']],
  ['business days', 'en', 'It takes 3 to 5 business days.', ['duration between 3..5 business_day']],
  ['jours ouvrables', 'fr', 'Comptez entre 3 et 5 jours ouvrables.', ['duration between 3..5 business_day']],
  ['at least', 'en', 'Stay at least two nights.', ['count at_least 2 event.night']],
  ['au moins', 'fr', 'Restez au moins deux nuits.', ['count at_least 2 event.night']],
  ['no more than', 'en', 'No more than three bags.', ['count at_most 3 bag.bag']],
  ['un seul', 'fr', 'Vous avez droit à un seul bagage.', ['count equal 1 bag.bag']],
  ['pas plus de', 'fr', 'Pas plus de trois bagages.', ['count at_most 3 bag.bag']],
  ['or more, behind the noun', 'en', 'Twelve bags or more.', ['count at_least 12 bag.bag']],
  ['must not exceed', 'en', 'A bag must not exceed 23 kg.', ['weight at_most 23 kg']],
  ['ne doit pas dépasser', 'fr', 'La valise ne doit pas dépasser 23 kg.', ['weight at_most 23 kg']],
  ['exceed in a condition', 'en', 'If it exceeds 23 kg you pay.', ['weight more_than 23 kg']],
  ['over', 'en', 'A bag over 23 kg costs more.', ['weight more_than 23 kg']],
  ['quinze jours ouvrés', 'fr', 'Réponse sous quinze jours ouvrés.', ['duration at_most 15 business_day']],
  ['quinze jours', 'fr', 'Réponse sous quinze jours.', ['duration at_most 15 day']],
  ['une quinzaine', 'fr', 'Réponse en une quinzaine.', ['duration equal 2 week']],
  ['millions de livres', 'fr', "Jusqu'à 3 millions de livres.", ['money at_most 3000000 GBP']],
  ["millions d'euros", 'fr', "Garantie de 2 millions d'euros.", ['money equal 2000000 EUR']],
  ['books are no pounds', 'fr', 'Vous empruntez 12 livres.', ['count equal 12 goods.book']],
  ['the age of a group', 'en', 'Not charged for under 16s.', ['age less_than 16 year']],
  ['moins de … ans', 'fr', 'Gratuit pour les moins de 14 ans.', ['age less_than 14 year']],
  ['passé … ans', 'fr', 'Gratuit passé 65 ans.', ['age equal 65 year']],
  ['a contract of years', 'fr', 'Une durée de moins de 5 ans.', ['duration less_than 5 year']],
  ['a number behind customers', 'en', 'Blue customers two.', ['count equal 2 number']],
  ['bare opening hours', 'en', 'Open on weekdays from 9 to 6.', ['time_of_day between 540..1080 time']],
  ['bare numbers that count upwards', 'en', 'Groups from 3 to 9.', ['count between 3..9 number']],
  ['a quarter of an hour', 'en', 'Wait a quarter of an hour.', ['duration equal 0.25 hour']],
  ["un quart d'heure", 'fr', "Patientez un quart d'heure.", ['duration equal 0.25 hour']],
  ['one as a pronoun', 'en', 'Every further one costs €2.', ['money equal 2 EUR']],
  ['a pronoun behind a quality', 'en', 'An ordinary one leaves today.', []],
  ['a day of any month', 'en', 'Apply by the 25th for the next month.', ['date at_most 25 day_of_month']],
  ['a day of each month', 'en', 'We bill on the 3rd of each month.', ['date equal 3 day_of_month']],
  ['a floor is no day', 'en', 'The desk is on the 2nd floor.', []],
  ["jusqu'au 10", 'fr', "Résiliez jusqu'au 10.", ['date at_most 10 day_of_month']],
  ['le 25 du mois', 'fr', 'Prélevé le 25 du mois.', ['date equal 25 day_of_month']],
  ['le 3 avec un mois', 'fr', 'Prélevé le 3 mai.', ['date equal 503 month_day']],
  [
    'days that share a month',
    'en',
    'Closed on 20 and 27 June.',
    ['date equal 620 month_day', 'date equal 627 month_day'],
  ],
  [
    'days of a list',
    'en',
    'Open 6, 13 and 20 May 2026.',
    ['date equal 20579 date', 'date equal 20586 date', 'date equal 20593 date'],
  ],
  [
    'from one day to another of a month',
    'fr',
    'Réservé du 14 au 16 octobre.',
    ['date between 1014..1016 month_day'],
  ],
  [
    'the 24th and the 25th of December',
    'en',
    'Closed on the 24th and the 25th of December.',
    ['date equal 1224 month_day', 'date equal 1225 month_day'],
  ],
  [
    'hours before a day',
    'en',
    'Come between 8 and 12 on 9 October.',
    ['count between 8..12 number', 'date equal 1009 month_day'],
  ],
  ['nights before a month', 'en', 'Stay 2 to 5 nights in May.', ['count between 2..5 event.night']],
  [
    'a day before another clause',
    'fr',
    'Le délai court jusqu’au 17 et ne change pas.',
    ['date at_most 17 day_of_month'],
  ],
  ['hours that pass', 'fr', 'Le car a 2 h 45 de retard.', ['duration equal 2.75 hour']],
  ['from, at the head of a clause', 'en', 'From four bags you pay less.', ['count at_least 4 bag.bag']],
  [
    'from, behind what is counted',
    'en',
    'Groups from 10 people pay less.',
    ['count at_least 10 person.anyone'],
  ],
  ['from, of an age', 'en', 'Children from age 8 may ride.', ['age at_least 8 year']],
  [
    'opening hours with a dash',
    'fr',
    'Du lundi au vendredi, 9h-18h.',
    ['time_of_day between 540..1080 time'],
  ],
  ['opening hours with minutes', 'fr', 'Ouvert 8h30-12h.', ['time_of_day between 510..720 time']],
  ['hours that something lasts', 'fr', 'Une balade de 2h-3h.', ['duration between 2..3 hour']],
  ['hours within which', 'fr', 'Livré sous 24h-48h.', ['duration between 24..48 hour']],
  ['may, before what may be done', 'en', 'Drivers aged 21 may hire it.', ['age equal 21 year']],
  ['may, the month', 'en', 'I fly on 12 may with a friend.', ['date equal 512 month_day']],
  ['from, behind an act, sets no least', 'en', 'It is paid from £20.', ['money equal 20 GBP']],
  ['dès', 'fr', 'Dès 60 colis, le prix baisse.', ['count at_least 60 goods.parcel']],
  [
    'a number beside a period',
    'en',
    'We come within 8 hours, or 4 if it is urgent.',
    ['duration at_most 8 hour', 'duration equal 4 hour'],
  ],
  [
    'a number that a period is longer than',
    'en',
    'Three hours is longer than 2.',
    ['duration equal 3 hour', 'duration more_than 2 hour'],
  ],
  [
    'ou, beside a period',
    'fr',
    'Réponse sous 15 jours, ou 35 dans les cas difficiles.',
    ['duration at_most 15 day', 'duration equal 35 day'],
  ],
  ['what a minimum costs is no bound', 'en', 'A minimum payment missed costs $18.', ['money equal 18 money']],
  ['up to, behind a verb', 'en', 'It pays up to $500.', ['money at_most 500 money']],
  ['the maximum is', 'en', 'The maximum weight is 32 kg.', ['weight at_most 32 kg']],
  ['pounds become kilograms', 'en', 'Up to 10 lb.', ['weight at_most 4.535924 kg']],
  ['inches become centimetres', 'en', 'Up to 10 inches.', ['length at_most 25.4 cm']],
  [
    'three sides',
    'en',
    'At most 55 x 40 x 23 cm.',
    ['length at_most 55 cm', 'length equal 40 cm', 'length equal 23 cm'],
  ],
  ['a unit glued to its number', 'en', 'Up to 23kg.', ['weight at_most 23 kg']],
  ['an age range', 'en', 'Children aged 8 to 11.', ['age between 8..11 year']],
  ['a bare age after a person', 'en', 'Children under 2 fly free.', ['age less_than 2 year']],
  ['ans of a person', 'fr', 'Les enfants de moins de 2 ans.', ['age less_than 2 year']],
  ['ans of a contract', 'fr', 'Le contrat dure 2 ans.', ['duration equal 2 year']],
  ['a bare age of a person', 'en', 'My daughter is 14, may she go?', ['age equal 14 year']],
  ['a bare age behind a pronoun', 'en', "He's 8 now.", ['age equal 8 year']],
  ['a bare age before a pronoun', 'en', 'At 15 she may go alone.', ['age equal 15 year']],
  ['a count of a person is no age', 'en', 'We are 3 adults.', ['count equal 3 person.adult']],
  ['pence', 'en', 'It costs 30.8p by day.', ['money equal 0.308 money']],
  [
    'a second period without its unit',
    'fr',
    'La réponse vient sous 15 jours, ou 35 dans les cas difficiles.',
    ['duration at_most 15 day', 'duration equal 35 day'],
  ],
  ['points', 'en', 'You earn 5 points per dollar.', ['points equal 5 points/unit.dollar']],
  ['a week', 'en', 'Ask at least a week before arrival.', ['duration at_least 1 week']],
  ['une semaine', 'fr', "Demandez au moins une semaine avant l'arrivée.", ['duration at_least 1 week']],
  ['a fortnight is two weeks', 'en', 'Within a fortnight.', ['duration at_most 2 week']],
  ['une quinzaine', 'fr', 'Sous une quinzaine.', ['duration at_most 2 week']],
  ['quinze jours', 'fr', 'Répondez sous quinze jours.', ['duration at_most 15 day']],
  [
    'quinze jours ouvrés',
    'fr',
    'Elle répond sous quinze jours ouvrés.',
    ['duration at_most 15 business_day'],
  ],
  ['half an hour', 'en', 'Wait half an hour.', ['duration equal 0.5 hour']],
  ['one and a half hours', 'en', 'It takes one and a half hours.', ['duration equal 1.5 hour']],
  ['twenty-five thousand', 'en', 'twenty-five thousand points', ['points equal 25000 points']],
  ['quatre-vingt-dix', 'fr', 'Dans les quatre-vingt-dix jours.', ['duration at_most 90 day']],
  ['soixante-douze', 'fr', 'Le délai est de soixante-douze heures.', ['duration equal 72 hour']],
  ['two dozen', 'en', 'two dozen eggs', ['count equal 24 food.egg']],
  ['7 pm', 'en', 'Cancel before 7 pm.', ['time_of_day less_than 1140 time']],
  ['19 h 30', 'fr', "Jusqu'à 19 h 30.", ['time_of_day at_most 1170 time']],
  ['à 19 h', 'fr', 'La cuisine ferme à 19 h.', ['time_of_day equal 1140 time']],
  ['2 h before is a duration', 'fr', 'Arrivez 2 h avant le départ.', ['duration equal 2 hour']],
  ['noon', 'en', 'Leave before noon.', ['time_of_day less_than 720 time']],
  ['a part of the day', 'en', 'We answer until ten in the evening.', ['time_of_day at_most 1320 time']],
  [
    'hours of two parts of the day',
    'en',
    'Ring us between seven in the morning and nine at night.',
    ['time_of_day between 420..1260 time'],
  ],
  ['this evening', 'en', 'The yard is open until six this evening.', ['time_of_day at_most 1080 time']],
  ['an hour after midnight', 'en', 'It runs until three the next morning.', ['time_of_day at_most 180 time']],
  ['an hour before a day', 'en', 'They are there until six on weekdays.', ['time_of_day at_most 360 time']],
  ['hours that count downwards', 'en', 'Call between 10 and 3.', ['time_of_day between 600..900 time']],
  ["o'clock in words", 'en', "Take the five o'clock ferry.", ['time_of_day equal 300 time']],
  ['du soir', 'fr', 'Le quai ferme à dix heures du soir.', ['time_of_day equal 1320 time']],
  ['du matin', 'fr', 'Il ouvre à 7 h du matin.', ['time_of_day equal 420 time']],
  ['things of a part of the day', 'en', 'You have two this morning.', ['count equal 2 number']],
  ['a range of things', 'en', 'Choose between 3 and 10.', ['count between 3..10 number']],
  ['people, no hour', 'en', 'Bring six on the boat.', ['count equal 6 number']],
  ['hours with minutes', 'en', 'It came 3 hours and 40 minutes late.', ['duration equal 220 minute']],
  ['années et mois', 'fr', 'Elle dure 1 an et 6 mois.', ['duration equal 18 month']],
  [
    'two periods',
    'en',
    'After 2 hours or 30 minutes.',
    ['duration more_than 2 hour', 'duration equal 30 minute'],
  ],
  [
    'more than the … named',
    'en',
    'Those are 49 days, more than the 45.',
    ['duration equal 49 day', 'duration more_than 45 day'],
  ],
  ['half past', 'en', 'The gate shuts at half past eleven.', ['time_of_day equal 690 time']],
  ['half past midnight', 'en', 'It is quiet from half past midnight.', ['time_of_day at_least 30 time']],
  ['a quarter to', 'en', 'The gate shuts at a quarter to five.', ['time_of_day equal 285 time']],
  ['half of it is no time', 'en', 'Half of the deposit is kept.', ['percent equal 50 percent']],
  ['et demie', 'fr', 'La grille ferme à onze heures et demie.', ['time_of_day equal 690 time']],
  ['moins le quart', 'fr', 'La grille ferme à 5 heures moins le quart.', ['time_of_day equal 285 time']],
  [
    'half of something else behind hours',
    'en',
    'Write within 24 hours and half of the rent is returned.',
    ['duration at_most 24 hour', 'percent equal 50 percent'],
  ],
  [
    "jusqu'à an hour of the day",
    'fr',
    "Modifiez-la jusqu'à 17 h la veille.",
    ['time_of_day at_most 1020 time'],
  ],
  ["jusqu'à, hours that are counted", 'fr', "L'atelier dure jusqu'à 8 h.", ['duration at_most 8 hour']],
  ["jusqu'à, hours before", 'fr', "Annulez jusqu'à 12 h avant le départ.", ['duration at_least 12 hour']],
  ['the payments of a month', 'en', 'The payments of a month are added up.', []],
  ['a notice of a month', 'en', 'You need a notice of a month.', ['duration equal 1 month']],
  ["au début d'un mois", 'fr', "Il commence au début d'un mois.", []],
  ['no taller than', 'en', 'Plants no taller than 90 cm.', ['length at_most 90 cm']],
  ['no younger than', 'en', 'Riders no younger than 16 years.', ['age at_least 16 year']],
  ['add up to', 'en', 'Once they add up to $25, we pay them out.', ['money equal 25 money']],
  ['hours and a half', 'en', 'The tour takes two hours and a half.', ['duration equal 2.5 hour']],
  ['une durée et demie', 'fr', 'La visite dure deux heures et demie.', ['duration equal 2.5 hour']],
  ['opening hours', 'en', 'Open from 9 am to 5:30 pm.', ['time_of_day between 540..1050 time']],
  ['an English date', 'en', 'From 15 March 2026.', ['date at_least 20527 date']],
  ['an American date', 'en', 'Until March 15, 2026.', ['date at_most 20527 date']],
  ['a French date', 'fr', "Jusqu'au 1er mars 2026.", ['date at_most 20513 date']],
  ['an ISO date', 'en', 'Before 2026-03-01.', ['date less_than 20513 date']],
  ['a day without a year', 'en', 'Closed on 25 December.', ['date equal 1225 month_day']],
  [
    'a deadline that lends its unit',
    'en',
    'You have 14 days; we answer within 30.',
    ['duration at_most 14 day', 'duration at_most 30 day'],
  ],
  [
    'up to before an event leaves at least',
    'en',
    'Up to 24 hours before departure.',
    ['duration at_least 24 hour'],
  ],
];

describe('quantities', () => {
  it.each(ROWS)('reads %s (%s)', (_name, lang, text, expected) => {
    expect(shown(text, lang)).toEqual(expected);
  });

  it.each([
    ['section numbers', 'See section 7 for details.'],
    ['the number of a clause', '2.1 You may move your date.'],
    ['the number of a section', '§ 3 The customer packs.'],
    ['list markers', '7. Refunds'],
    ['flight numbers', 'You are on flight 482.'],
    ['codes with letters', 'Use form T4A for order MJ482.'],
    ['hash references', 'Your case is #12345.'],
    ['telephone numbers', 'Call 1-800-555-0168.'],
    ['pronouns', 'This one is the one you want.'],
    ['ordinals', 'The second bag is dearer.'],
    ['endless digits', '1'.repeat(400)],
    ['around the clock', 'We answer 24/7.'],
  ])('does not read %s as a quantity', (_name, text) => {
    expect(shown(text, 'en')).toEqual([]);
  });

  it.each([
    [
      'two facts in one sentence',
      'en',
      'Chats are kept 24 months, recordings 6 months.',
      [['act.keep', 'media.chats'], ['act.record_call']],
    ],
    [
      'an ordinal subject',
      'en',
      'The first bag is CAD 35 and the second is CAD 50.',
      [['bag.bag', 'ordinal.1'], ['ordinal.2']],
    ],
  ] as const)('binds nouns: %s', (_name, lang, text, expected) => {
    const bound = readText(text, lang, EMPTY_VOCABULARY).quantities.map(({ nouns }) => nouns);
    expected.forEach(([first], index) => {
      expect(bound[index]?.[0]).toBe(first);
    });
  });

  it('makes 24 months equal two years and 365 days equal one', () => {
    const base = (text: string) => readText(text, 'en', EMPTY_VOCABULARY).quantities[0]?.base_value;
    expect(base('24 months')).toBe(base('two years'));
    expect(base('365 days')).toBe(base('one year'));
  });

  it('keeps exact spans', () => {
    const text = 'Ask at least 2 hours before; it costs CAD 35 per bag (about 25 €).';
    for (const q of readText(text, 'en', EMPTY_VOCABULARY).quantities) {
      expect(text.slice(q.start_char, q.end_char)).toBe(q.text);
    }
  });
});
