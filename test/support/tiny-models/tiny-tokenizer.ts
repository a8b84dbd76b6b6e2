const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/** Words that say nothing by themselves. */
const EMPTY = [
  ...'.,;:?!%-()\'’"›',
  'a',
  'an',
  'the',
  'is',
  'are',
  'of',
  'on',
  'to',
  'we',
  'you',
  'your',
  'it',
  'in',
  'within',
  'for',
  'at',
  'each',
  'i',
  'do',
  'does',
  'can',
  'yes',
];
/** Words that turn a sentence round. */
const NEGATIONS = ['not', 'no', 'never'];

export interface TinyVocabulary {
  /** Token by id. */
  tokens: string[];
  /** 1 for words that say something, by id. */
  content: number[];
  /** 1 for words that turn a sentence round, by id. */
  negations: number[];
}

/** The vocabulary of all words of some texts. */
export const tinyVocabulary = (texts: readonly string[]): TinyVocabulary => {
  const words = texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu) ?? []);
  const tokens = [...new Set([...SPECIAL, ...EMPTY, ...NEGATIONS, ...words])];
  const silent = new Set<string>([...SPECIAL, ...EMPTY, ...NEGATIONS]);
  return {
    tokens,
    content: tokens.map((token) => Number(!silent.has(token) && /[\p{L}\p{N}]/u.test(token))),
    negations: tokens.map((token) => Number(NEGATIONS.includes(token))),
  };
};

/** tokenizer.json of a BERT-like tokenizer that knows whole words only. */
export const tinyTokenizer = ({ tokens }: TinyVocabulary): object => {
  const idOf = (token: string): number => tokens.indexOf(token);
  const special = (token: string, type_id: number) => ({ SpecialToken: { id: token, type_id } });
  const sequence = (id: 'A' | 'B', type_id: number) => ({ Sequence: { id, type_id } });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content) => ({
      id: idOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: false,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)],
      pair: [
        special('[CLS]', 0),
        sequence('A', 0),
        special('[SEP]', 0),
        sequence('B', 1),
        special('[SEP]', 1),
      ],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  };
};

/** tokenizer_config.json; `tokensMax` is the longest pair. */
export const tinyTokenizerConfig = (tokensMax: number): object => ({
  tokenizer_class: 'BertTokenizer',
  do_lower_case: true,
  model_max_length: tokensMax,
  unk_token: '[UNK]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
});
