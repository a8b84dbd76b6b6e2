import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GroundingError } from '../../../core/errors.js';
import type { OnnxGraderSettings } from '../../../schema/index.js';
import { checkPulledFiles, findOnnxFile, type OnnxFile } from '../../local-models/index.js';
import { type LabelMap, labelMap, OutputNames } from './label-map.js';

/** A model on disk, read and found usable; nothing of it is loaded yet. */
export interface OnnxModelFiles extends OnnxFile {
  folder: string;
  task: 'pair' | 'tokens';
  labels: LabelMap;
  /** Most tokens of evidence and claim together. */
  tokens_max: number;
}

const ModelConfig = z.looseObject({
  architectures: z.array(z.string()).default([]),
  id2label: OutputNames.optional(),
  num_labels: z.int().positive().optional(),
  max_position_embeddings: z.int().positive().optional(),
});
const TokenizerConfig = z.looseObject({ model_max_length: z.number().positive().optional() });

const DEFAULT_LABELS = 2;

const invalid = (detail: string, cause?: unknown): GroundingError =>
  new GroundingError('config-invalid', { detail: `"verification.grader": ${detail}`, cause });

/**
 * Reads a model's folder: what it is, what its outputs mean, which file to load. Files that were pulled are held against
 * their checksums first.
 * @throws {GroundingError} config-invalid, naming the file or setting at fault.
 */
export const readModelFolder = async (
  folder: string,
  settings: OnnxGraderSettings,
): Promise<OnnxModelFiles> => {
  await checkPulledFiles(folder);
  const config = await readJson(folder, 'config.json', ModelConfig);
  const tokenizer = await readJson(folder, 'tokenizer_config.json', TokenizerConfig, {});
  await readJson(folder, 'tokenizer.json', z.looseObject({}));
  const task = taskOf(config.architectures);
  if (task === null)
    throw invalid(
      `${join(folder, 'config.json')} is of ${config.architectures.join(', ') || 'no architecture'}; a model for sequence or token classification is needed`,
    );
  const outputs = config.num_labels ?? DEFAULT_LABELS;
  const names = Array.from(
    { length: config.id2label === undefined ? outputs : Object.keys(config.id2label).length },
    (_, place) => config.id2label?.[String(place)] ?? `LABEL_${place}`,
  );
  let labels: LabelMap;
  try {
    labels = labelMap(task, names, settings.labels);
  } catch (cause) {
    throw invalid(`${folder}: ${cause instanceof Error ? cause.message : String(cause)}.`, cause);
  }
  const lengths = [settings.window_tokens, tokenizer.model_max_length, config.max_position_embeddings];
  return {
    folder,
    ...(await onnxFile(folder, settings.dtype)),
    task,
    labels,
    // Tokenizers without a limit of their own name an absurd one, which the smallest of the three never is.
    tokens_max: Math.min(...lengths.filter((length) => length !== undefined)),
  };
};

const taskOf = (architectures: readonly string[]): OnnxModelFiles['task'] | null => {
  if (architectures.some((name) => name.endsWith('ForSequenceClassification'))) return 'pair';
  return architectures.some((name) => name.endsWith('ForTokenClassification')) ? 'tokens' : null;
};

const readJson = async <Schema extends z.ZodType>(
  folder: string,
  name: string,
  schema: Schema,
  missing?: unknown,
): Promise<z.output<Schema>> => {
  const path = join(folder, name);
  let value = missing;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!isMissing) throw invalid(`${path} cannot be read as JSON`, cause);
    if (missing === undefined)
      throw invalid(`${path} is not there; get a model with: plumbline models pull ID --to ${folder}`, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${path}: "${issue?.path.join('.')}" ${issue?.message}`, parsed.error);
};

const onnxFile = async (folder: string, dtype: OnnxGraderSettings['dtype']): Promise<OnnxFile> => {
  try {
    return await findOnnxFile(folder, dtype);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
};
