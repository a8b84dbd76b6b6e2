/** "14.27", "12": cents where there are any. */
export const format = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
