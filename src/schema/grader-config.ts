import { z } from 'zod';
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
