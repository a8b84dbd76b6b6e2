import { withoutAddress } from '../core/without-address.js';
import type { Language, ModelUse, RewriteNote } from '../schema/index.js';
import type { ModelsTexts } from './texts/models-en.js';

/** What models did for an answer, as far as pages show it. */
export interface ModelsShown {
  models?:
    | readonly Pick<ModelUse, 'stage' | 'model' | 'calls' | 'failures' | 'input_tokens' | 'output_tokens'>[]
    | undefined;
  rewrites?: readonly Pick<RewriteNote, 'by'>[] | undefined;
}

/** A name and what is said of it. */
export type NamedWords = readonly [name: string, words: string];

const LOCALES: Record<Language, string> = { en: 'en-CA', fr: 'fr-CA' };

/** Which models were asked about an answer, what that took, and who rewrote it; empty where none was asked. */
export const modelsInWords = (
  { models = [], rewrites = [] }: ModelsShown,
  lang: Language,
  texts: ModelsTexts,
): NamedWords[] => {
  const number = new Intl.NumberFormat(LOCALES[lang]);
  const asked = models.map(({ stage, model, calls, failures, input_tokens, output_tokens }) => {
    const tokens = input_tokens + output_tokens;
    const took = [
      texts.model_calls(calls),
      ...(tokens === 0 ? [] : [texts.model_tokens(number.format(tokens))]),
      ...(failures === 0 ? [] : [texts.model_failures(failures)]),
    ];
    return `${stageName(stage, texts)} ${withoutAddress(model)} (${took.join(', ')})`;
  });
  const written = (['model', 'clauses', 'none'] as const).flatMap((by) => {
    const count = rewrites.filter((rewrite) => rewrite.by === by).length;
    return count === 0 ? [] : [texts[`rewritten_${by}`](count)];
  });
  return [
    ...(asked.length === 0 ? [] : [[texts.models_asked, asked.join('; ')] as const]),
    ...(written.length === 0 ? [] : [[texts.rewritten_by, written.join(', ')] as const]),
  ];
};

const stageName = (stage: string, texts: ModelsTexts): string =>
  stage === 'judge' || stage === 'grader' || stage === 'rewriter' ? texts[`stage_${stage}`] : stage;
