import { z } from 'zod';
import { TimeZone } from './time-zone.js';

const MINUTES = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** Minutes of the day between which people are there: "09:00-17:30" is from 540 until 1050, which is not one of them. */
export const OpeningTime = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'must be from-until such as 09:00-17:30',
  )
  .refine((words) => {
    const { from_min, until_min } = openingMinutes(words);
    return from_min < until_min;
  }, 'must end after it starts; write a night as two: 22:00-24:00, and 00:00-06:00 of the next day');

export const openingMinutes = (words: string): { from_min: number; until_min: number } => {
  const [, fromHour, fromMinute, untilHour, untilMinute] = MINUTES.exec(words) ?? [];
  return {
    from_min: Number(fromHour) * 60 + Number(fromMinute),
    until_min: Number(untilHour) * 60 + Number(untilMinute),
  };
};

const OpeningTimes = z
  .array(OpeningTime)
  .default([])
  .superRefine((times, context) => {
    const sorted = times
      .map((words) => ({ words, ...openingMinutes(words) }))
      .sort((a, b) => a.from_min - b.from_min);
    for (const [index, later] of sorted.entries()) {
      const earlier = sorted[index - 1];
      if (earlier === undefined || earlier.until_min <= later.from_min) continue;
      const message = `${earlier.words} and ${later.words} overlap; write them as one`;
      context.addIssue({ code: 'custom', message });
    }
  });

/** Opening times of the days of a week. */
export const Weekdays = z.strictObject({
  mon: OpeningTimes.describe('Times at which people take cases, such as 09:00-12:30; none: closed that day.'),
  tue: OpeningTimes.describe('As mon.'),
  wed: OpeningTimes.describe('As mon.'),
  thu: OpeningTimes.describe('As mon.'),
  fri: OpeningTimes.describe('As mon.'),
  sat: OpeningTimes.describe('As mon.'),
  sun: OpeningTimes.describe('As mon.'),
});
export type Weekdays = z.infer<typeof Weekdays>;

/** When people are there to take cases. Local times: a change to summer time moves them along. */
export const StaffingHours = z
  .strictObject({
    timezone: TimeZone.optional().describe('Time zone of these hours; default: the top-level timezone.'),
    weekly: Weekdays,
    closed_days: z
      .array(
        z
          .string()
          .regex(
            /^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
            'must be a day such as 2026-12-24, or 12-25 for every year',
          ),
      )
      .default([])
      .describe('Days without anybody, whatever the week says: 2026-12-24, or 12-25 for every year.'),
  })
  .refine(({ weekly }) => Object.values(weekly).some((times) => times.length > 0), {
    path: ['weekly'],
    message:
      'opens at no time; give a day at least one, or leave hours out: people are there at all times then',
  });
export type StaffingHours = z.infer<typeof StaffingHours>;
