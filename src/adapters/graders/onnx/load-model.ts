import { availableParallelism } from 'node:os';
import type { OnnxModelFiles } from './model-folder.js';
import { sigmoid, softmax } from './probabilities.js';
import type { PairModel, PairScores } from './score-claims.js';
import { loadTransformers, type Tensor, type Transformers } from './transformers.js';

/** How to get the package, for whoever lacks it. */
const HOW =
  'ONNXRUNTIME_NODE_INSTALL=skip npm install @huggingface/transformers (the setting skips a download of GPU parts, which fails behind a proxy)';

/**
 * Loads a model from disk; nothing is fetched. One session, on the CPU.
 * @param load loads the optional package that runs models; tests replace it.
 * @throws {Error} in words for the operator.
 */
export const loadModel = async (
  files: OnnxModelFiles,
  threads: number | null,
  load: () => Promise<Transformers> = loadTransformers,
): Promise<PairModel> => {
  const transformers = await load().catch((cause: unknown) => {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new Error(
      `The optional package @huggingface/transformers cannot be loaded: ${why}. Install it with: ${HOW}`,
    );
  });
  const { AutoTokenizer, AutoModelForSequenceClassification, AutoModelForTokenClassification, env } =
    transformers;
  env.allowRemoteModels = false;
  env.useFSCache = false;
  const tokenizer = await AutoTokenizer.from_pretrained(files.folder, { local_files_only: true });
  const Model = files.task === 'pair' ? AutoModelForSequenceClassification : AutoModelForTokenClassification;
  const model = await Model.from_pretrained(files.folder, {
    local_files_only: true,
    subfolder: files.subfolder,
    model_file_name: files.file,
    // The file is chosen; this only keeps an ending from being added to its name.
    dtype: 'fp32',
    device: 'cpu',
    use_external_data_format: files.has_external_data,
    session_options: { intraOpNumThreads: threads ?? Math.max(1, availableParallelism() - 1) },
  });
  const encode = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false });
  // What the tokenizer puts around two texts.
  const separators = new Set(tokenizer.encode('', { text_pair: '' }));
  return {
    count: (text) => (text === '' ? 0 : encode(text).length),
    tokens_max: files.tokens_max,
    run: async (pairs, claimFirst) => {
      const [first, second] = claimFirst
        ? (['claim', 'evidence'] as const)
        : (['evidence', 'claim'] as const);
      const encoded = tokenizer(
        pairs.map((pair) => pair[first]),
        { text_pair: pairs.map((pair) => pair[second]), padding: true, truncation: false },
      );
      const ids = rowsOf(encoded.input_ids);
      const mask = rowsOf(encoded.attention_mask);
      const width = ids[0]?.length ?? 0;
      if (width > files.tokens_max)
        throw new Error(`A pair has ${width} tokens, more than ${files.tokens_max}.`);
      const { logits } = await model(encoded);
      const values = rowsOf(logits);
      const scores = pairs.map((_pair, row): PairScores => {
        const own = values[row] ?? [];
        if (files.task === 'pair') return pairScores(own, files);
        const at = claimPlaces({ ids: ids[row] ?? [], mask: mask[row] ?? [], separators, claimFirst });
        return tokenScores(own, at, files);
      });
      return { scores, tokens: mask.flat().filter((flag) => flag === 1).length };
    },
  };
};

/** A tensor's values, a list for each item of its first dimension. */
const rowsOf = ({ dims, data }: Tensor): number[][] => {
  const [rows = 0] = dims;
  const size = data.length / Math.max(1, rows);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: size }, (_value, i) => Number(data[row * size + i])),
  );
};

const pairScores = (logits: readonly number[], { labels }: OnnxModelFiles): PairScores => {
  if (logits.length !== labels.outputs)
    throw new Error(`The model has ${logits.length} outputs, and config.json names ${labels.outputs}.`);
  if (labels.outputs === 1) return { supported: sigmoid(logits[0] ?? Number.NaN), contradicted: null };
  const shares = softmax(logits);
  return {
    supported: shares[labels.deciding] ?? Number.NaN,
    contradicted: labels.contradicted === null ? null : (shares[labels.contradicted] ?? Number.NaN),
  };
};

/** A claim is as supported as its least supported token. */
const tokenScores = (
  logits: readonly number[],
  places: readonly number[],
  { labels }: OnnxModelFiles,
): PairScores => {
  const madeUp = places.map(
    (place) =>
      softmax(logits.slice(place * labels.outputs, (place + 1) * labels.outputs))[labels.deciding] ??
      Number.NaN,
  );
  return { supported: madeUp.length === 0 ? Number.NaN : 1 - Math.max(...madeUp), contradicted: null };
};

interface EncodedPair {
  ids: readonly number[];
  mask: readonly number[];
  separators: ReadonlySet<number>;
  claimFirst: boolean;
}

/** Where the claim's tokens are: before the first separator after them, or behind the last one before them. */
const claimPlaces = ({ ids, mask, separators, claimFirst }: EncodedPair): number[] => {
  const runs: number[][] = [[]];
  for (const [place, id] of ids.entries()) {
    if (mask[place] !== 1) continue;
    if (separators.has(id)) runs.push([]);
    else runs.at(-1)?.push(place);
  }
  const filled = runs.filter(({ length }) => length > 0);
  return (claimFirst ? filled[0] : filled.at(-1)) ?? [];
};
