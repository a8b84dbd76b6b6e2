import { writeFile } from 'node:fs/promises';
import { GroundingError } from '../core/index.js';
import { evaluateRewriter, formatRewriter, groundCaseWith } from '../evaluation/index.js';
import { ChatModelSettings, type Config, Decisions } from '../schema/index.js';
import { tierOf } from './configured-models.js';
import { loadTarget } from './eval.js';
import {
  chosenModel,
  type EvalModelsContext,
  type EvalModelsOptions,
  judgeSettings,
  sampled,
} from './eval-models.js';
import { EXIT, type ExitCode } from './outcome.js';

export interface EvalRewriterOptions extends Omit<EvalModelsOptions, 'model' | 'modes'> {
  /** provider:model, with the other settings of `rewriting.model` where the configuration has some. */
  rewriter: string;
  /** A judge behind the checks, both ways; default: none. */
  model?: string;
}

/**
 * `plumbline eval BENCH --rewriter …`: what rewriting leaves of the bot's right text, with the policy's own clauses alone
 * and with a model. Exits 0 whatever the figures.
 * @throws {GroundingError} config-invalid: no such model.
 */
export const runEvalRewriter = async (
  target: string,
  options: EvalRewriterOptions,
  { config, baseDir, out, progress }: EvalModelsContext,
): Promise<ExitCode> => {
  const missing = new Set<string>();
  const settings = rewriterSettings(options.rewriter, config);
  const rewriter = await chosenModel(settings, options, baseDir, missing);
  const judging = options.model === undefined ? null : judgeSettings(options.model, config);
  const tier =
    judging === null
      ? {}
      : { models: tierOf(await chosenModel(judging, options, baseDir, missing), judging) };
  const { cases, indexOf } = await loadTarget(target);
  const decisions = Decisions.parse({ operating_point: options.operating_point ?? 'balanced' });
  const isByHand = [settings, judging].some((each) => each?.model.startsWith('file:') === true);
  const report = await evaluateRewriter(
    sampled(cases, options.sample),
    (item, writes) =>
      groundCaseWith(item, indexOf(item), decisions, {
        ...tier,
        ...(writes === null ? {} : { rewriter: writes }),
      }),
    {
      rewriter,
      parallel: isByHand ? cases.length : settings.concurrency,
      onProgress: (way, done, total) => progress(`${way}: ${done} of ${total} answers`),
    },
  );
  out(formatRewriter(report));
  if (missing.size > 0)
    out(`\n${missing.size} exchanges are not in ${options.replay}: they count as failed requests.`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return EXIT.done;
};

const rewriterSettings = (model: string, { rewriting }: Config): ChatModelSettings => {
  const configured = typeof rewriting.model === 'object' && rewriting.model !== null ? rewriting.model : {};
  const parsed = ChatModelSettings.safeParse({ ...configured, model });
  if (parsed.success) return parsed.data;
  throw new GroundingError('config-invalid', {
    detail: `--rewriter ${model}: ${parsed.error.issues[0]?.message}.`,
    cause: parsed.error,
  });
};
