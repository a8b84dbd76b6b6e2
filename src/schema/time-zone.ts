import { z } from 'zod';

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-CA', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** An IANA time zone that this runtime knows. */
export const TimeZone = z.string().refine(isTimeZone, {
  error: ({ input }) => `"${input}" is not an IANA time zone such as America/Toronto`,
});
