import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

const times = (text: string, lang: Language): string[] => {
  const reading = readText(text, lang, EMPTY_VOCABULARY);
  return reading.times.map((time) => {
    const quantity = time.quantity === null ? undefined : reading.quantities[time.quantity];
    const amount = quantity === undefined ? '' : ` ${quantity.comparator} ${quantity.value} ${quantity.unit}`;
    return `${time.relation} ${time.event ?? '-'}${amount}`;
  });
};

const ROWS: readonly [lang: Language, text: string, expected: string[]][] = [
  [
    'en',
    'Tickets can be changed until two hours before departure.',
    ['before event.departure at_least 2 hour'],
  ],
  ['en', 'Within 24 hours of departure points are lost.', ['within_before event.departure at_most 24 hour']],
  ['en', 'Nothing is refunded once the flight has departed.', ['after event.departure']],
  ['en', 'Cancel at least 2 hours before departure.', ['before event.departure at_least 2 hour']],
  ['en', 'Cancel up to 2 hours before departure.', ['before event.departure at_least 2 hour']],
  [
    'en',
    'Check in no later than 60 minutes before departure.',
    ['before event.departure at_least 60 minute'],
  ],
  [
    'en',
    'Within 24 hours before departure we charge a fee.',
    ['within_before event.departure at_most 24 hour'],
  ],
  [
    'en',
    'Less than 2 hours before departure nothing is refunded.',
    ['within_before event.departure less_than 2 hour'],
  ],
  ['en', 'It is 30 minutes or less before departure.', ['within_before event.departure at_most 30 minute']],
  ['en', 'Ask within 30 days of delivery.', ['within_after act.deliver at_most 30 day']],
  ['en', 'Ask within 30 days after delivery.', ['within_after act.deliver at_most 30 day']],
  ['en', 'Ask within 30 days.', ['within_after - at_most 30 day']],
  ['en', 'Ask for it before you travel.', ['before event.travel']],
  ['en', 'Ask for it after your trip.', ['after event.travel']],
  ['en', "Claim it once you're back from your trip.", ['after event.travel_end']],
  ['en', 'Cancel before 6 pm.', ['before - less_than 1080 time']],
  ['en', 'Send it by 15 March 2026.', ['until - at_most 20527 date']],
  ['fr', 'Annulez au moins 2 heures avant le départ.', ['before event.departure at_least 2 hour']],
  ['fr', "Annulez jusqu'à 2 heures avant le départ.", ['before event.departure at_least 2 hour']],
  ['fr', 'Demandez-le dans les 30 jours suivant la livraison.', ['within_after act.deliver at_most 30 day']],
  ['fr', 'Demandez-le après votre voyage.', ['after event.travel']],
  ['fr', 'Demandez-le une fois rentré.', ['after event.travel_end']],
  ['fr', 'Demandez-le avant de partir.', ['before event.departure']],
  ['en', 'You have six weeks from our answer.', ['within_after act.answer at_most 6 week']],
  ['en', 'The date can be moved until 7 days after the visit.', ['within_after act.visit at_most 7 day']],
  ['fr', 'Le client dispose de 48 heures après la livraison.', ['within_after act.deliver at_most 48 hour']],
  ['fr', "C'est possible jusqu'à 13 h, sans frais.", ['until - at_most 780 time']],
  ['fr', "Modifiez-la jusqu'à 6 h le jour de la livraison.", ['until - at_most 360 time']],
];

describe('time relations', () => {
  it.each(ROWS)('%s: %s', (lang, text, expected) => {
    expect(times(text, lang)).toEqual(expected);
  });
});
