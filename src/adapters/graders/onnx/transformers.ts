/** A tensor: its shape, and its values one after the other. */
export interface Tensor {
  dims: number[];
  data: ArrayLike<number | bigint>;
}

/** Texts as a model takes them. */
export interface EncodedTexts {
  input_ids: Tensor;
  attention_mask: Tensor;
}

interface Tokenizer {
  (texts: string[], options: { text_pair: string[]; padding: boolean; truncation: boolean }): EncodedTexts;
  encode(text: string, options: { add_special_tokens?: boolean; text_pair?: string }): number[];
}

interface ModelOptions {
  local_files_only: boolean;
  subfolder: string;
  model_file_name: string;
  dtype: string;
  device: string;
  use_external_data_format: boolean;
  session_options: { intraOpNumThreads: number };
}

interface ModelClass {
  from_pretrained(
    folder: string,
    options: ModelOptions,
  ): Promise<(inputs: EncodedTexts) => Promise<{ logits: Tensor }>>;
}

/** As much of `@huggingface/transformers` as is used: a build must not need a package that may be left out. */
export interface Transformers {
  env: { allowRemoteModels: boolean; useFSCache: boolean };
  AutoTokenizer: {
    from_pretrained(folder: string, options: { local_files_only: boolean }): Promise<Tokenizer>;
  };
  AutoModelForSequenceClassification: ModelClass;
  AutoModelForTokenClassification: ModelClass;
}

const PACKAGE: string = '@huggingface/transformers';

/** Loads the package. @throws {Error} where it, or its native runtime, is not installed. */
export const loadTransformers = async (): Promise<Transformers> => await import(PACKAGE);
