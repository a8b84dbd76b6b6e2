import type { OperatingPoint } from '../../../schema/index.js';
import { riskModel } from './combine-signals.js';

/** The score in [0, 1] at and below which a claim fails at an operating point, proofs and lanes apart. */
export const failingScore = (operatingPoint: OperatingPoint): number =>
  Math.round((1 - riskModel().thresholds[operatingPoint].failing) * 10_000) / 10_000;
