import { GroundingError } from '../../core/errors.js';
import type { HubFile, HubModel } from './hub.js';

/** Names of files that a model needs to be loaded, and of those that are taken where they are there. */
const NEEDED = ['config.json', 'tokenizer.json'];
const TAKEN = ['tokenizer_config.json', 'special_tokens_map.json'];
/** No other name becomes a path on this machine. */
const ONNX = /^(?:onnx\/)?[A-Za-z0-9][\w.-]*\.onnx$/;

/** Endings of ONNX files by the precision of their weights, as the hub names them. */
export const DTYPE_ENDINGS = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const;
export type Dtype = keyof typeof DTYPE_ENDINGS;

/** Tried in this order where no precision is asked for: small and fast on a CPU first. */
const PREFERRED: readonly Dtype[] = ['q8', 'int8', 'uint8', 'fp32'];

/**
 * The files of a model to pull: configuration, tokenizer, one ONNX file and its data.
 * @throws {GroundingError} config-invalid: what the repository lacks, and what to do.
 */
export const chooseFiles = ({ id, files }: HubModel, dtype: Dtype | null): HubFile[] => {
  const find = (name: string): HubFile | undefined => files.find((file) => file.name === name);
  const needed = NEEDED.map((name) => find(name) ?? missing(id, name));
  const graphs = files.filter(({ name }) => ONNX.test(name));
  if (graphs.length === 0)
    throw invalid(
      `${id} has no ONNX file: look for a conversion of it (onnx-community/…), or make one with optimum-cli export onnx --model ${id} FOLDER`,
    );
  const withEnding = (ending: string): HubFile | undefined =>
    graphs.find(({ name }) => name === `onnx/model${ending}.onnx` || name === `model${ending}.onnx`);
  const graph =
    dtype !== null
      ? withEnding(DTYPE_ENDINGS[dtype])
      : (PREFERRED.map((one) => withEnding(DTYPE_ENDINGS[one])).find((file) => file !== undefined) ??
        (graphs.length === 1 ? graphs[0] : undefined));
  if (graph === undefined)
    throw invalid(
      `${id} has ${graphs.map(({ name }) => name).join(', ')}, and none for ${dtype === null ? 'the usual precisions' : `--dtype ${dtype}`}: choose one with --dtype`,
    );
  return [...needed, ...TAKEN, graph, `${graph.name}_data`].flatMap((file) =>
    typeof file === 'string' ? (find(file) ?? []) : [file],
  );
};

const missing = (id: string, name: string): never => {
  throw invalid(
    `${id} has no ${name}: it cannot be run here; look for a conversion of it (onnx-community/…)`,
  );
};

const invalid = (detail: string): GroundingError =>
  new GroundingError('config-invalid', { detail: `${detail}.` });
