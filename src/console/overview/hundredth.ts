/** A length in a drawing, short enough to be written out. */
export const hundredth = (value: number): number => Math.round(value * 100) / 100;
