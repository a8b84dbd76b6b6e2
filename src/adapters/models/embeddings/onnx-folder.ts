import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EmbeddingsSettings } from '../../../schema/index.js';
import { checkPulledFiles, findOnnxFile } from '../../local-models/index.js';

/** What a model on disk is loaded with. */
export interface OnnxFolder {
  /** Fields of the class: files of this folder, never the network. */
  options: Record<string, unknown>;
  /** Digest of all files that its vectors depend on. */
  weights: string;
}

/**
 * Finds a model in a folder; files that were pulled are held against their checksums first.
 * @throws in words for the operator where something is missing.
 */
export const onnxFolder = async (
  { model, dtype, pooling, options }: EmbeddingsSettings,
  baseDir: string,
): Promise<OnnxFolder & { folder: string }> => {
  const folder = resolve(baseDir, model);
  await checkPulledFiles(folder);
  const { subfolder, file, has_external_data } = await findOnnxFile(folder, dtype);
  const digest = createHash('sha256');
  for (const name of ['config.json', 'tokenizer.json']) {
    const bytes = await readFile(join(folder, name)).catch((cause: unknown) => {
      throw new Error(
        `${join(folder, name)} cannot be read; get a model with: plumbline models pull ID --to ${folder}`,
        { cause },
      );
    });
    digest.update(bytes);
  }
  const graph = join(folder, subfolder, `${file}.onnx`);
  for (const path of has_external_data ? [graph, `${graph}_data`] : [graph])
    for await (const bytes of createReadStream(path)) digest.update(bytes);
  return {
    folder,
    weights: digest.digest('hex'),
    options: {
      ...options,
      pretrainedOptions: {
        local_files_only: true,
        device: 'cpu',
        subfolder,
        model_file_name: file,
        // The file is chosen; this only keeps an ending from being added to its name.
        dtype: 'fp32',
        use_external_data_format: has_external_data,
      },
      pipelineOptions: { pooling, normalize: true },
    },
  };
};
