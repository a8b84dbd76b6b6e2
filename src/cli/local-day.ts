/** The day of a moment in a time zone, as `YYYY-MM-DD`: policies take effect on local days. */
export const localDays = (timeZone: string): ((nowMs: number) => string) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (nowMs) => format.format(nowMs);
};
