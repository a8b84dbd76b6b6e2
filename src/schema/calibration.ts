import { z } from 'zod';

const share = z.number().min(0).max(1);

/**
 * Risk in [0, 1] from which a claim fails that some check speaks against, the one from which it fails though none does (2: never),
 * and up to which a supported one is verified.
 */
const Thresholds = z.strictObject({ failing: share, risk_alone: z.number().min(0).max(2), verified: share });

/** The thresholds of every operating point. */
export const OperatingThresholds = z.strictObject({
  cautious: Thresholds,
  balanced: Thresholds,
  permissive: Thresholds,
});
export type OperatingThresholds = z.infer<typeof OperatingThresholds>;

/** What one threshold of failing would do on the claims that were measured; null without right or wrong ones. */
export const CalibrationPoint = z.strictObject({
  failing: share,
  false_interventions: share.nullable(),
  caught: share.nullable(),
});
export type CalibrationPoint = z.infer<typeof CalibrationPoint>;

/** Thresholds fitted to one knowledge base, and what they were fitted on. */
export const BaseCalibration = z.strictObject({
  knowledge_version: z.string(),
  points: OperatingThresholds,
  measured: z.strictObject({
    own_sentences: z.int().nonnegative(),
    counterfactuals: z.int().nonnegative(),
    reviewed_right: z.int().nonnegative(),
    reviewed_wrong: z.int().nonnegative(),
    curve: z.array(CalibrationPoint),
  }),
  warnings: z.array(z.string()),
});
export type BaseCalibration = z.infer<typeof BaseCalibration>;

/** The file of `verification.calibration`; `plumbline calibrate` writes it. */
export const Calibration = z.strictObject({
  schema_version: z.literal(1),
  /** Build of the risk model that the risks come from. */
  model: z.string(),
  knowledge_bases: z.record(z.string(), BaseCalibration),
});
export type Calibration = z.infer<typeof Calibration>;
