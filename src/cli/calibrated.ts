import type { Calibration, OperatingThresholds } from '../schema/index.js';

/** What a knowledge base is grounded with: as it is now, with the thresholds that were fitted to it. */
export const calibrated = <K extends object>(
  knowledge: K,
  calibration: Calibration | null,
  name: string,
): K & { thresholds?: OperatingThresholds } => {
  const base = calibration?.knowledge_bases[name];
  return base === undefined ? knowledge : { ...knowledge, thresholds: base.points };
};
