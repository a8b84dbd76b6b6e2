/** Slope of a channel below zero (Maas et al. 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", there 0.01). */
export const SLOPE = 0.1;

export const leaky = (value: number): number => (value > 0 ? value : SLOPE * value);
