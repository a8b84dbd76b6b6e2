import { describe, expect, it } from 'vitest';
import { staffing } from '../../../../src/core/escalation/index.js';
import { StaffingHours } from '../../../../src/schema/index.js';

const OFFICE = {
  weekly: {
    mon: ['09:00-12:00', '13:00-17:30'],
    tue: ['09:00-17:00'],
    wed: ['09:00-17:00'],
    thu: ['09:00-17:00'],
    fri: ['09:00-16:00'],
  },
  closed_days: ['2026-03-10', '12-25'],
};

const hours = (changes: Record<string, unknown>, timezone = 'America/Toronto') =>
  staffing(StaffingHours.parse({ weekly: {}, ...changes }), timezone);

const ms = Date.parse;
const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());

describe('staffing hours', () => {
  it.each([
    { name: 'the minute of opening', at: '2026-03-02T09:00:00-05:00', is: true },
    { name: 'the moment before', at: '2026-03-02T08:59:59.999-05:00', is: false },
    { name: 'the moment before closing', at: '2026-03-02T17:29:59.999-05:00', is: true },
    { name: 'the minute of closing', at: '2026-03-02T17:30:00-05:00', is: false },
    { name: 'lunch', at: '2026-03-02T12:30:00-05:00', is: false },
    { name: 'a weekend', at: '2026-03-01T10:00:00-05:00', is: false },
    { name: 'a closed day', at: '2026-03-10T10:00:00-04:00', is: false },
    { name: 'a day that is closed every year', at: '2029-12-25T10:00:00-05:00', is: false },
    { name: 'the same wall clock in summer time', at: '2026-03-09T09:00:00-04:00', is: true },
    { name: 'an hour before it in summer time', at: '2026-03-09T08:00:00-04:00', is: false },
    { name: 'what would be open in winter time', at: '2026-03-09T17:00:00-05:00', is: false },
  ])('$name is staffed: $is', ({ at, is }) => {
    expect(hours(OFFICE).isStaffed(ms(at))).toBe(is);
  });

  it('a time zone of their own goes before the operator’s', () => {
    const paris = hours({ weekly: { mon: ['09:00-10:00'] }, timezone: 'Europe/Paris' });
    expect(paris.isStaffed(ms('2026-03-02T09:30:00+01:00'))).toBe(true);
    expect(paris.isStaffed(ms('2026-03-02T09:30:00-05:00'))).toBe(false);
  });

  it('without hours people are there at all times', () => {
    const always = staffing(null, 'America/Toronto');
    expect(always.isStaffed(0)).toBe(true);
    expect(always.nextOpening(5)).toBe(5);
    expect(always.afterStaffed(5, 10)).toBe(15);
    expect(always.staffedBetween(5, 15)).toBe(10);
    expect(always.staffedBetween(15, 5)).toBe(0);
  });
});

describe('the next opening and closing', () => {
  it.each([
    {
      name: 'while open it is now',
      at: '2026-03-02T10:00:00-05:00',
      opens: '2026-03-02T10:00:00-05:00',
      closes: '2026-03-02T12:00:00-05:00',
    },
    {
      name: 'at lunch it is after lunch',
      at: '2026-03-02T12:00:00-05:00',
      opens: '2026-03-02T13:00:00-05:00',
      closes: '2026-03-02T17:30:00-05:00',
    },
    {
      name: 'over a weekend into summer time',
      at: '2026-03-06T16:00:00-05:00',
      opens: '2026-03-09T09:00:00-04:00',
      closes: '2026-03-09T12:00:00-04:00',
    },
    {
      name: 'past a closed day',
      at: '2026-03-09T18:00:00-04:00',
      opens: '2026-03-11T09:00:00-04:00',
      closes: '2026-03-11T17:00:00-04:00',
    },
    {
      name: 'over a weekend into winter time',
      at: '2026-10-30T17:00:00-04:00',
      opens: '2026-11-02T09:00:00-05:00',
      closes: '2026-11-02T12:00:00-05:00',
    },
  ])('$name', ({ at, opens, closes }) => {
    const office = hours(OFFICE);
    expect(iso(office.nextOpening(ms(at)))).toBe(iso(ms(opens)));
    expect(iso(office.nextClosing(ms(at)))).toBe(iso(ms(closes)));
  });

  const night = { sat: ['22:00-24:00'], sun: ['00:00-06:00'] };
  it.each([
    { name: 'a night in winter', from: '2026-03-01T03:00:00Z', until: '2026-03-01T11:00:00Z' },
    { name: 'the night that is an hour short', from: '2026-03-08T03:00:00Z', until: '2026-03-08T10:00:00Z' },
    { name: 'the night that is an hour long', from: '2026-11-01T02:00:00Z', until: '2026-11-01T11:00:00Z' },
  ])('goes through midnight: $name', ({ from, until }) => {
    const desk = hours({ weekly: night });
    expect(iso(desk.nextOpening(ms(from) - 3_600_000))).toBe(iso(ms(from)));
    expect(iso(desk.nextClosing(ms(from)))).toBe(iso(ms(until)));
    expect(desk.staffedBetween(ms(from) - 3_600_000, ms(until) + 3_600_000)).toBe(ms(until) - ms(from));
  });

  it('an opening that the wall clock leaves out is the moment of the change', () => {
    const desk = hours({ weekly: { sun: ['02:30-05:00'] } });
    expect(iso(desk.nextOpening(ms('2026-03-08T05:30:00Z')))).toBe('2026-03-08T07:00:00.000Z');
  });

  it('a closing that the wall clock leaves out is the moment of the change', () => {
    const desk = hours({ weekly: { sun: ['01:00-02:30'] } });
    expect(iso(desk.nextClosing(ms('2026-03-08T06:30:00Z')))).toBe('2026-03-08T07:00:00.000Z');
  });

  it('a time that the wall clock shows twice is open twice', () => {
    const desk = hours({ weekly: { sun: ['01:15-01:45'] } });
    expect(iso(desk.nextOpening(ms('2026-11-01T05:00:00Z')))).toBe('2026-11-01T05:15:00.000Z');
    expect(iso(desk.nextClosing(ms('2026-11-01T05:15:00Z')))).toBe('2026-11-01T05:45:00.000Z');
    expect(iso(desk.nextOpening(ms('2026-11-01T05:50:00Z')))).toBe('2026-11-01T06:15:00.000Z');
  });

  it('a zone whose clock changes at midnight, by half an hour, or that has left out a day', () => {
    const beirut = hours({ weekly: { sun: ['00:00-03:00'] } }, 'Asia/Beirut');
    expect(iso(beirut.nextOpening(ms('2026-03-28T12:00:00Z')))).toBe('2026-03-28T22:00:00.000Z');
    const howe = hours({ weekly: { sun: ['02:15-05:00'] } }, 'Australia/Lord_Howe');
    expect(iso(howe.nextOpening(ms('2026-10-03T12:00:00Z')))).toBe('2026-10-03T15:30:00.000Z');
    const apia = hours({ weekly: { fri: ['09:00-17:00'] } }, 'Pacific/Apia');
    expect(iso(apia.nextOpening(ms('2011-12-28T00:00:00Z')))).toBe('2012-01-05T19:00:00.000Z');
  });

  it('hours that never close have no closing', () => {
    const day = ['00:00-24:00'];
    const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    expect(hours({ weekly: week }).nextClosing(ms('2026-03-08T05:30:00Z'))).toBeNull();
    expect(hours({ weekly: week }).afterStaffed(0, 86_400_000)).toBe(86_400_000);
  });
});

describe('staffed time', () => {
  it.each([
    {
      name: 'within an opening',
      from: '2026-03-02T09:00:00-05:00',
      min: 60,
      until: '2026-03-02T10:00:00-05:00',
    },
    { name: 'over lunch', from: '2026-03-02T11:30:00-05:00', min: 60, until: '2026-03-02T13:30:00-05:00' },
    {
      name: 'from the evening',
      from: '2026-03-02T20:00:00-05:00',
      min: 1,
      until: '2026-03-03T09:01:00-05:00',
    },
    {
      name: 'to the very end',
      from: '2026-03-06T15:00:00-05:00',
      min: 60,
      until: '2026-03-06T16:00:00-05:00',
    },
    {
      name: 'over a weekend',
      from: '2026-03-06T15:00:00-05:00',
      min: 90,
      until: '2026-03-09T09:30:00-04:00',
    },
  ])('runs $name', ({ from, min, until }) => {
    const office = hours(OFFICE);
    expect(iso(office.afterStaffed(ms(from), min * 60_000))).toBe(iso(ms(until)));
    expect(office.staffedBetween(ms(from), ms(until))).toBe(min * 60_000);
  });
});
