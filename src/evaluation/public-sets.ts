/** A published score to read ours beside; most are on official test splits, ours on train or validation material. */
export interface PublishedScore {
  who: string;
  figure: string;
  score: number;
}

/** One public data set of the data folder. */
export interface PublicSet {
  name: string;
  /** Files under the data folder, without `.gz`. */
  files: readonly string[];
  /**
   * `labelled`: right and wrong lines; `right`: only right ones, so that what is intervened on is a false alarm;
   * `replies`: an agent's, held against the policy that it worked under.
   */
  holds: 'labelled' | 'right' | 'replies';
  what: string;
  published: readonly PublishedScore[];
}

const bacc = (who: string, score: number): PublishedScore => ({ who, figure: 'balanced accuracy', score });
const accuracy = (who: string, score: number): PublishedScore => ({ who, figure: 'accuracy', score });

/** What `eval:public` runs. Scores are those that the data folder's README lists with their sources. */
export const PUBLIC_SETS: readonly PublicSet[] = [
  {
    name: 'summedits',
    files: ['summedits/dev.jsonl'],
    holds: 'labelled',
    what: 'one small edit in a summary',
    published: [
      bacc('human', 0.906),
      bacc('GPT-4', 0.832),
      bacc('QAFactEval', 0.674),
      bacc('SummaC-Conv', 0.571),
    ],
  },
  {
    name: 'sharc',
    files: ['sharc/dev.jsonl'],
    holds: 'labelled',
    what: 'yes or no by a rule with conditions',
    published: [{ who: 'OSCAR', figure: 'three-way accuracy, with retrieval', score: 0.765 }],
  },
  {
    name: 'conditionalqa',
    files: ['conditionalqa/train.jsonl'],
    holds: 'labelled',
    what: 'answers under conditions',
    published: [],
  },
  {
    name: 'contract_nli',
    files: ['contract_nli/dev.jsonl'],
    holds: 'labelled',
    what: 'claims against whole contracts',
    published: [{ who: 'Span NLI BERT-large', figure: 'three-way accuracy', score: 0.875 }],
  },
  {
    name: 'doc2dial',
    files: ['doc2dial/dev.jsonl'],
    holds: 'right',
    what: "human agents' turns over public pages",
    published: [],
  },
  {
    name: 'infotabs',
    files: ['infotabs/dev.jsonl'],
    holds: 'labelled',
    what: 'claims on info-boxes',
    published: [
      { who: 'human', figure: 'three-way accuracy', score: 0.84 },
      { who: 'RoBERTa-L', figure: 'three-way accuracy', score: 0.78 },
    ],
  },
  {
    name: 'tabfact',
    files: ['tabfact/val.jsonl'],
    holds: 'labelled',
    what: 'claims on tables, counts and differences',
    published: [accuracy('human', 0.921), accuracy('TAPAS', 0.81), accuracy('Table-BERT', 0.651)],
  },
  {
    name: 'wice',
    files: ['wice/claim_dev.jsonl'],
    holds: 'labelled',
    what: 'sentences against the page that they cite',
    published: [bacc('MiniCheck-7B', 0.819), bacc('GPT-4-turbo', 0.804), bacc('AlignScore', 0.66)],
  },
  {
    name: 'expertqa',
    files: ['expertqa/rand_val.jsonl'],
    holds: 'labelled',
    what: "experts' judgement of answers",
    published: [bacc('GPT-4o', 0.596), bacc('MiniCheck-Flan-T5-L', 0.59)],
  },
  {
    name: 'begin',
    files: ['begin/dev_cmu.jsonl', 'begin/dev_tc.jsonl', 'begin/dev_wow.jsonl'],
    holds: 'labelled',
    what: 'dialogue turns with inventions',
    published: [],
  },
  {
    name: 'fever_symmetric',
    files: ['fever_symmetric/dev.jsonl'],
    holds: 'labelled',
    what: 'pairs whose claim alone gives nothing away',
    published: [accuracy('BERT, re-weighted', 0.616), accuracy('BERT', 0.575)],
  },
  {
    name: 'rte3_fr',
    files: ['rte3_fr/dev.jsonl'],
    holds: 'labelled',
    what: 'French entailment pairs',
    published: [],
  },
  {
    name: 'dstc9_faq',
    files: ['dstc9_faq/gold.jsonl', 'dstc9_faq/system.jsonl'],
    holds: 'right',
    what: 'desk answers over an FAQ: over-blocking',
    published: [],
  },
  {
    name: 'dstc9_faq wrong',
    files: ['dstc9_faq/system_wrong.jsonl', 'dstc9_faq/system_other_snippet.jsonl'],
    holds: 'labelled',
    what: 'wrong desk answers',
    published: [],
  },
  {
    name: 'tau airline',
    files: ['tau_agents/airline.jsonl'],
    holds: 'replies',
    what: "agents' replies under a written policy",
    published: [],
  },
  {
    name: 'tau retail',
    files: ['tau_agents/retail.jsonl'],
    holds: 'replies',
    what: "agents' replies under a written policy",
    published: [],
  },
];
