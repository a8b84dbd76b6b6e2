import { z } from 'zod';
import { ClaimsAsked } from './model-config.js';

const share = z.number().min(0).max(1);

/** Settings that every kind of grader has. */
export const commonGraderSettings = {
  claims: ClaimsAsked.default('not_verified').describe(
    'Which claims the grader is asked about: those that the embedded checks leave open; those and what they hold for wrong without a proof; or all.',
  ),
  group_chars: z
    .int()
    .positive()
    .default(1)
    .describe(
      'Characters of an answer that are graded together where there is no judge; 1: each sentence by itself. With a judge, its own setting holds.',
    ),
  evidence_chars: z
    .int()
    .min(1_000)
    .default(6_000)
    .describe('Most characters of policies and tables that are taken for the claims of one group.'),
  timeout_ms: z
    .int()
    .positive()
    .default(3_000)
    .describe(
      'Longest wait for the grader; what is late counts as failed, and goes to the judge if there is one.',
    ),
  supported_from: share
    .default(0.9)
    .describe('Probability from which a claim counts as supported. Fit it to the model: docs/models.md.'),
  contradicted_from: share
    .default(0.95)
    .describe(
      'Probability from which a claim counts as contradicted, of graders that tell it from "not said".',
    ),
  unsupported_below: share
    .nullable()
    .default(null)
    .describe(
      'Probability of support up to which a claim counts as unsupported; null: never, a low score leaves it open.',
    ),
};

/** A local entailment model. */
export const OnnxGraderSettings = z.strictObject({
  kind: z.literal('onnx'),
  folder: z
    .string()
    .min(1)
    .describe('Folder with config.json, tokenizer.json and the ONNX file, relative to the configuration.'),
  ...commonGraderSettings,
});
export type OnnxGraderSettings = z.infer<typeof OnnxGraderSettings>;

/** A grader and how it may be used. */
export const GraderSettings = z.discriminatedUnion('kind', [OnnxGraderSettings]);
export type GraderSettings = z.infer<typeof GraderSettings>;

const ONNX = 'onnx:';

/** `verification.grader`: none, a model's folder, or a grader with settings of its own. */
export const GraderSetting = z.union([
  z.null(),
  z.string().regex(/^onnx:\S/, 'must be onnx:FOLDER; other graders are given by their settings, kind first'),
  GraderSettings,
]);
export type GraderSetting = z.infer<typeof GraderSetting>;

/** The settings of a grader that was given by its folder alone, or in full. */
export const graderSettings = (setting: NonNullable<GraderSetting>): GraderSettings =>
  typeof setting === 'string'
    ? GraderSettings.parse({ kind: 'onnx', folder: setting.slice(ONNX.length) })
    : setting;
