import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Graph, graph } from './onnx-graph.js';
import { type TinyVocabulary, tinyTokenizer, tinyTokenizerConfig, tinyVocabulary } from './tiny-tokenizer.js';

/** The task of a tiny model, and how it names what it gives out. */
export interface TinyModelOptions {
  task: 'pair' | 'tokens' | 'embedding';
  /** Names of the outputs, in their order; one name: a single score. An embedding has none. */
  labels: readonly string[];
  /** Texts whose words it knows. */
  texts: readonly string[];
  tokensMax?: number;
  /** Where the ONNX file lies in the folder. */
  file?: string;
}

/**
 * Writes a model's folder (config.json, tokenizer.json, tokenizer_config.json and the ONNX file). A pair model calls a
 * claim entailed when its words stand in the evidence, and contradicted when one of the two says "not" besides; a
 * token model calls a word of the claim made up when it does not stand in the evidence; an embedding has a number for each
 * word that says something.
 */
export const writeTinyModel = (folder: string, options: TinyModelOptions): void => {
  const { task, labels, texts, tokensMax = 64, file = 'model.onnx' } = options;
  const vocabulary = tinyVocabulary(texts);
  const config = {
    model_type: 'bert',
    architectures: [ARCHITECTURES[task]],
    id2label: Object.fromEntries(labels.entries()),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    max_position_embeddings: tokensMax,
    vocab_size: vocabulary.tokens.length,
    hidden_size: task === 'embedding' ? vocabulary.tokens.length : 1,
    num_attention_heads: 1,
    num_hidden_layers: 1,
    pad_token_id: 0,
  };
  const write = (name: string, body: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), body);
  };
  write('config.json', JSON.stringify(config));
  write('tokenizer.json', JSON.stringify(tinyTokenizer(vocabulary)));
  write('tokenizer_config.json', JSON.stringify(tinyTokenizerConfig(tokensMax)));
  write(file, MODELS[task](vocabulary, labels));
};

/** What both kinds read: the words of claim and evidence, each once, and every word by itself. */
const readWords = (of: Graph, { tokens, content, negations }: TinyVocabulary) => {
  const size = tokens.length;
  const read = (name: string): string => of.input(name, 'int64', ['batch', 'sequence']);
  const [ids, mask, types] = ['input_ids', 'attention_mask', 'token_type_ids'].map(read) as [
    string,
    string,
    string,
  ];
  const identity = tokens.flatMap((_, row) => tokens.map((_token, column) => Number(row === column)));
  const last = of.ints([2]);
  const along = of.ints([1]);
  const asFlags = (name: string): string => of.node('Unsqueeze', [of.node('Cast', [name], { to: 1 }), last]);
  const words = of.node('Mul', [of.node('Gather', [of.floats([size, size], identity), ids]), asFlags(mask)]);
  const claimed = of.node('Mul', [words, asFlags(types)]);
  const one = of.floats([1], [1]);
  const once = (name: string): string =>
    of.node('Min', [of.node('ReduceSum', [name, along], { keepdims: 0 }), one]);
  return {
    words,
    claim: once(claimed),
    evidence: once(of.node('Sub', [words, claimed])),
    contentOf: of.floats([size, 1], content),
    negationsOf: of.floats([size, 1], negations),
  };
};

const pairModel = (vocabulary: TinyVocabulary, labels: readonly string[]): Uint8Array => {
  const of = graph();
  const { claim, evidence, contentOf, negationsOf } = readWords(of, vocabulary);
  const shared = of.node('MatMul', [of.node('Mul', [claim, evidence]), contentOf]);
  const missing = of.node('Sub', [of.node('MatMul', [claim, contentOf]), shared]);
  const count = (of_: string): string => of.node('MatMul', [of_, negationsOf]);
  const turned = of.node('Abs', [of.node('Sub', [count(claim), count(evidence)])]);
  const weighed = (bias: number, perMissing: number, perTurn: number): string =>
    of.node('Add', [
      of.floats([1], [bias]),
      of.node('Add', [
        of.node('Mul', [missing, of.floats([1], [perMissing])]),
        of.node('Mul', [turned, of.floats([1], [perTurn])]),
      ]),
    ]);
  const columns: Record<'supported' | 'contradicted' | 'other', () => string> = {
    supported: () => weighed(8, -6, -20),
    contradicted: () => weighed(-12, -6, 20),
    other: () => weighed(0, 0, 0),
  };
  const parts = labels.map((label) => {
    const name = label.toLowerCase();
    if (/entailment$|^support|^consistent|label_1/.test(name) && !name.startsWith('not'))
      return columns.supported();
    return name.startsWith('contra') ? columns.contradicted() : columns.other();
  });
  const [only] = parts;
  const logits =
    parts.length === 1 && only !== undefined
      ? of.node('Identity', [only], {}, 'logits')
      : of.node('Concat', parts, { axis: 1 }, 'logits');
  return of.model([{ name: logits, shape: ['batch', labels.length] }]);
};

const tokenModel = (vocabulary: TinyVocabulary, labels: readonly string[]): Uint8Array => {
  const of = graph();
  const { words, evidence, contentOf } = readWords(of, vocabulary);
  const found = of.node('MatMul', [words, of.node('Unsqueeze', [evidence, of.ints([2])])]);
  const says = of.node('MatMul', [words, contentOf]);
  const lacking = of.node('Sub', [of.floats([1], [8]), of.node('Mul', [found, of.floats([1], [16])])]);
  const madeUp = of.node('Sub', [of.node('Mul', [says, lacking]), of.floats([1], [4])]);
  const other = of.node('Mul', [says, of.floats([1], [0])]);
  const logits = of.node('Concat', [other, madeUp], { axis: 2 }, 'logits');
  return of.model([{ name: logits, shape: ['batch', 'sequence', labels.length] }]);
};

const embeddingModel = (vocabulary: TinyVocabulary): Uint8Array => {
  const of = graph();
  const { words } = readWords(of, vocabulary);
  const size = vocabulary.tokens.length;
  const telling = of.floats([size], vocabulary.content);
  const hidden = of.node('Mul', [words, telling], {}, 'last_hidden_state');
  return of.model([{ name: hidden, shape: ['batch', 'sequence', size] }]);
};

const ARCHITECTURES = {
  pair: 'BertForSequenceClassification',
  tokens: 'BertForTokenClassification',
  embedding: 'BertModel',
} as const;

const MODELS = { pair: pairModel, tokens: tokenModel, embedding: embeddingModel } as const;
