import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DTYPE_ENDINGS, type Dtype } from './choose-files.js';

/** Where the ONNX file of a model's folder lies, as transformers.js wants to be told. */
export interface OnnxFile {
  /** "" or "onnx". */
  subfolder: string;
  /** Its name without ".onnx". */
  file: string;
  has_external_data: boolean;
}

/**
 * The only ONNX file of a folder, or the one of a precision.
 * @throws {Error} in words for the operator: which there are, and that "dtype" chooses.
 */
export const findOnnxFile = async (folder: string, dtype: Dtype | null): Promise<OnnxFile> => {
  const listed = await Promise.all(
    ['', 'onnx'].map(async (subfolder) =>
      (await readdir(join(folder, subfolder)).catch(() => [])).map((name) => ({ subfolder, name })),
    ),
  );
  const all = listed.flat();
  const found = all
    .filter(({ name }) => name.endsWith('.onnx'))
    .map(({ subfolder, name }) => ({ subfolder, file: name.slice(0, -'.onnx'.length) }));
  const [chosen, ...more] =
    dtype === null ? found : found.filter(({ file }) => file === `model${DTYPE_ENDINGS[dtype]}`);
  if (chosen !== undefined && more.length === 0)
    return { ...chosen, has_external_data: all.some(({ name }) => name === `${chosen.file}.onnx_data`) };
  const there = found.map(({ subfolder, file }) => join(subfolder, `${file}.onnx`)).join(', ') || 'none';
  throw new Error(
    dtype === null
      ? `${folder} must hold one ONNX file (there: ${there}); choose one with "dtype"`
      : `${folder} has no model${DTYPE_ENDINGS[dtype]}.onnx for "dtype: ${dtype}" (there: ${there})`,
  );
};
