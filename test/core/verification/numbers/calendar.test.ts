import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../../src/core/reading/index.js';
import {
  dayNumber,
  dayOf,
  isBetweenTold,
  isDay,
  isEdgeOfToldMonth,
  workingDaysFrom,
} from '../../../../src/core/verification/numbers/calendar.js';
import type { Language, Quantity } from '../../../../src/schema/index.js';

const TODAY = dayNumber('2026-12-20');
const reading = (text: string, lang: Language = 'en') => readText(text, lang, EMPTY_VOCABULARY);
const numbers = (text: string, lang?: Language): Quantity[] => reading(text, lang).quantities;
const only = (text: string, lang?: Language): Quantity => {
  const [quantity] = numbers(text, lang);
  if (quantity === undefined) throw new Error(`no number in "${text}"`);
  return quantity;
};

describe('the day of a date', () => {
  it.each([
    { text: 'It ends on 4 January.', day: '2027-01-04' },
    { text: 'It began on 30 November.', day: '2026-11-30' },
    { text: 'It ends on 4 January 2026.', day: '2026-01-04' },
    { text: 'We need it by the 3rd.', day: '2027-01-03' },
  ])('is the nearest one: $text', ({ text, day }) => {
    expect(dayOf(only(text), TODAY)).toBe(dayNumber(day));
  });

  it('is no day for a month or another number', () => {
    expect(dayOf(only('It ends in March 2027.'), TODAY)).toBeNull();
    expect(dayOf(only('It costs £20.'), TODAY)).toBeNull();
  });

  it('is any month’s where no month is named', () => {
    const date = only('We need it by the 3rd.');
    expect(isDay(date, dayNumber('2027-02-03'), TODAY)).toBe(true);
    expect(isDay(date, dayNumber('2027-02-04'), TODAY)).toBe(false);
  });
});

it('counts working days without weekends, forwards and backwards', () => {
  expect(workingDaysFrom(dayNumber('2026-12-18'), 1)).toBe(dayNumber('2026-12-21'));
  expect(workingDaysFrom(dayNumber('2026-12-21'), -2)).toBe(dayNumber('2026-12-17'));
});

it('counts whole weeks of working days at once, as day by day, however many are told', () => {
  for (const day of ['2026-11-21', '2026-11-22', '2026-11-25', '2026-11-27'].map(dayNumber))
    for (let count = 1; count <= 23; count += 1) {
      expect(workingDaysFrom(day, count)).toBe(workingDaysFrom(workingDaysFrom(day, count - 1), 1));
      expect(workingDaysFrom(day, -count)).toBe(workingDaysFrom(workingDaysFrom(day, 1 - count), -1));
    }
  expect(workingDaysFrom(0, 5_000_000_000_000)).toBe(7_000_000_000_000);
});

describe('a period between what was told', () => {
  it.each([
    { claim: 'You are twelve days ahead.', told: 'My ferry leaves on 1 January.', is: true },
    { claim: 'You are thirteen days ahead.', told: 'My ferry leaves on 1 January.', is: false },
    { claim: 'That is two weeks.', told: 'It came on 4 January, I wrote on 18 January.', is: true },
    { claim: 'That was 15 minutes later.', told: 'I rang at 14:10, the fine came at 14:25.', is: true },
    { claim: 'That was 20 minutes later.', told: 'I rang at 14:10, the fine came at 14:25.', is: false },
    { claim: 'You have 14 days.', told: 'I bought it yesterday.', is: false },
  ])('$claim', ({ claim, told, is }) => {
    expect(isBetweenTold(only(claim), numbers(told), TODAY)).toBe(is);
  });

  it('is read in French', () => {
    expect(
      isBetweenTold(only('Il reste dix jours.', 'fr'), numbers('Je pars le 30 décembre.', 'fr'), TODAY),
    ).toBe(true);
  });
});

describe('the time between two hours', () => {
  it.each([
    { claim: 'You came 25 minutes late.', told: 'It closes at 17:30. I was there at 17:55.', is: true },
    { claim: 'You came 35 minutes late.', told: 'It closes at 17:30. I was there at 17:55.', is: false },
    { claim: 'They came 40 minutes late.', told: 'The slot was 18:00-19:00, they came at 7:40.', is: true },
    { claim: 'They came 70 minutes late.', told: 'The slot was 18:00-19:00, they came at 7:40.', is: false },
  ])('$claim $told', ({ claim, told, is }) => {
    expect(isBetweenTold(only(claim), numbers(told), TODAY)).toBe(is);
  });
});

describe('the edge of a month that was told', () => {
  it.each([
    { date: 'It starts on 1 July.', told: 'Can I pause july and august?', is: true },
    { date: 'It ends on 31 August.', told: 'Can I pause July and August?', is: true },
    { date: 'It starts on 2 July.', told: 'Can I pause July?', is: false },
    { date: 'It starts on 1 September.', told: 'Can I pause July?', is: false },
    { date: 'It starts on 1 May.', told: 'Can I pause in May?', is: true },
    { date: 'It starts on 1 May.', told: 'Can I pause, as I may travel?', is: false },
  ])('$date $told', ({ date, told, is }) => {
    expect(isEdgeOfToldMonth(only(date), [reading(told)], TODAY)).toBe(is);
  });
});
