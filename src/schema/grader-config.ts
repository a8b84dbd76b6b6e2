import { z } from 'zod';
import { Language } from './claim.js';
import { commonGraderSettings } from './grader-common-config.js';
import {
  AzureGraderSettings,
  BedrockGraderSettings,
  HttpGraderSettings,
  LettuceDetectGraderSettings,
  VertexGraderSettings,
} from './remote-grader-config.js';

/** A local entailment model. */
export const OnnxGraderSettings = z.strictObject({
  kind: z.literal('onnx'),
  folder: z
    .string()
    .min(1)
    .describe('Folder with config.json, tokenizer.json and the ONNX file, relative to the configuration.'),
  dtype: z
    .enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'])
    .nullable()
    .default(null)
    .describe('Precision of the weights, where the folder holds several ONNX files; null: the only one.'),
  labels: z
    .strictObject({
      supported: z
        .string()
        .min(1)
        .optional()
        .describe('Output that means “supported”, as config.json names it.'),
      contradicted: z
        .string()
        .min(1)
        .optional()
        .describe('Output that means “contradicted”, if there is one.'),
      unsupported: z
        .string()
        .min(1)
        .optional()
        .describe('Of a token classifier: the output that marks words which the evidence does not bear out.'),
    })
    .prefault({}),
  languages: z
    .array(Language)
    .min(1)
    .default(['en', 'fr'])
    .describe(
      'Languages that the model reads; claims in others are left open, and go to the judge if there is one.',
    ),
  claim_first: z
    .boolean()
    .default(false)
    .describe('Whether the model was trained on the claim before the evidence; else evidence comes first.'),
  prompt: z
    .string()
    .includes('{evidence}')
    .default('{evidence}')
    .describe(
      'Words that the model was trained to see around the evidence; {evidence} and {question} stand for them.',
    ),
  sections: z
    .int()
    .positive()
    .max(12)
    .default(6)
    .describe(
      'Sections nearest to a claim that it is held against, each in windows of its own; fewer is faster.',
    ),
  window_tokens: z
    .int()
    .min(32)
    .default(512)
    .describe('Most tokens of evidence and claim together; never more than the model takes.'),
  batch: z.int().positive().default(8).describe('Pairs of claim and evidence in one run of the model.'),
  threads: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('Cores that one run may use; null: all but one.'),
  ...commonGraderSettings,
});
export type OnnxGraderSettings = z.infer<typeof OnnxGraderSettings>;

/** A grader and how it may be used. */
export const GraderSettings = z.discriminatedUnion('kind', [
  OnnxGraderSettings,
  BedrockGraderSettings,
  AzureGraderSettings,
  VertexGraderSettings,
  LettuceDetectGraderSettings,
  HttpGraderSettings,
]);
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
