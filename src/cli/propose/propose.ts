import { modelId } from '../../adapters/models/index.js';
import { GroundingError } from '../../core/index.js';
import { proposalsSource } from '../../core/indexing/index.js';
import {
  openProposalsText,
  PROPOSAL_PROMPT,
  promptTokens,
  sectionsToAsk,
  settleProposals,
} from '../../core/proposing/index.js';
import { type Config, ProposalModelSettings, proposalModelSettings } from '../../schema/index.js';
import { openModel } from '../configured-models.js';
import { EXIT, type ExitCode, type Out } from '../outcome.js';
import { type AskedReport, askProposals } from './ask-proposals.js';
import { type ChosenPolicy, chosenPolicies, proposingBases } from './proposing-bases.js';

export interface ProposeOptions {
  /** provider:model in place of that of `proposals.model`, whose other settings hold. */
  model?: string;
  /** Only these policies. */
  document?: readonly string[];
  /** Says what would be asked, and asks nobody. */
  dryRun?: boolean;
  json?: boolean;
}

export interface ProposeContext {
  config: Config;
  baseDir: string;
  out: Out;
  progress: Out;
}

/**
 * `plumbline propose`: asks a model for readings, terms, questions and wrong answers of each section that is new or changed,
 * and writes them beside the policies for a person to look at. Exits 1 where a section could not be asked about.
 * @throws {GroundingError} config-invalid: no model; policy-index-unreadable: a policy or file of proposals at fault.
 */
export const propose = async (
  options: ProposeOptions,
  { config, baseDir, out, progress }: ProposeContext,
): Promise<ExitCode> => {
  const settings = settingsOf(options.model, config);
  const chosen = await chosenPolicies(proposingBases(config, baseDir), options.document);
  const { languages } = config.proposals;
  if (options.dryRun === true) {
    const plan = await planOf(chosen, modelId(settings), languages);
    out(options.json === true ? JSON.stringify(plan, null, 2) : planned(plan, settings));
    return EXIT.done;
  }
  const model = await openModel(settings, { baseDir, setting: 'proposals.model' });
  // Whoever answers by hand sees all requests at once.
  const isByHand = settings.model.startsWith('file:');
  const report = await askProposals(
    chosen,
    {
      model,
      languages,
      parallel: isByHand ? Number.MAX_SAFE_INTEGER : settings.concurrency,
      onProgress: (done, total) => progress(`${done} of ${total} sections`),
    },
    new AbortController().signal,
  );
  progress('');
  out(options.json === true ? JSON.stringify(report, null, 2) : told(report));
  return report.left === 0 && Object.keys(report.failed).length === 0 ? EXIT.done : EXIT.no;
};

const settingsOf = (model: string | undefined, { proposals }: Config): ProposalModelSettings => {
  const configured = proposals.model === null ? null : proposalModelSettings(proposals.model);
  if (model === undefined && configured !== null) return configured;
  if (model === undefined)
    throw new GroundingError('config-invalid', {
      detail:
        '"proposals.model": names no model to ask. Set it in plumbline.yaml, or give --model provider:model; --model file:FOLDER lets a person or a script answer.',
    });
  const parsed = ProposalModelSettings.safeParse({ ...configured, model });
  if (parsed.success) return parsed.data;
  throw new GroundingError('config-invalid', {
    detail: `--model ${model}: ${parsed.error.issues[0]?.message}.`,
    cause: parsed.error,
  });
};

/** What asking would take. */
interface Plan {
  model: string;
  prompt: string;
  policies: { source: string; sections: number; to_ask: number; stale: number; input_tokens: number }[];
}

const planOf = async (
  chosen: readonly ChosenPolicy[],
  model: string,
  languages: Config['proposals']['languages'],
): Promise<Plan> => {
  const policies: Plan['policies'] = [];
  for (const { base, policy } of chosen) {
    const before = await base.files.read(policy.source);
    const text = openProposalsText(proposalsSource(policy.source), before, policy.source);
    const { stale } = await settleProposals(text, policy);
    const open = sectionsToAsk(text, policy, { prompt: PROPOSAL_PROMPT, model });
    const tokens = await Promise.all(open.map((section) => promptTokens(section, languages)));
    policies.push({
      source: policy.source,
      sections: policy.sections.length,
      to_ask: open.length,
      stale,
      input_tokens: tokens.reduce((sum, count) => sum + count, 0),
    });
  }
  return { model, prompt: PROPOSAL_PROMPT, policies };
};

const planned = ({ model, policies }: Plan, { output_tokens, price_per_million }: ProposalModelSettings) => {
  const sum = (of: (policy: Plan['policies'][number]) => number): number =>
    policies.reduce((total, policy) => total + of(policy), 0);
  const [asked, input] = [sum(({ to_ask }) => to_ask), sum(({ input_tokens }) => input_tokens)];
  const output = asked * output_tokens;
  const price =
    price_per_million === undefined
      ? ''
      : `, ${((input * price_per_million.input + output * price_per_million.output) / 1_000_000).toFixed(2)} at most`;
  return [
    ...policies
      .filter(({ to_ask, stale }) => to_ask + stale > 0)
      .map(
        ({ source, sections, to_ask, stale }) =>
          `  ${source}: ${to_ask} of ${sections} sections${stale === 0 ? '' : `; ${stale} decided proposals would become stale`}`,
      ),
    `${model} would be asked about ${asked} of ${sum(({ sections }) => sections)} sections: about ${input} input tokens, at most ${output} output tokens${price}. Nothing was asked or written.`,
  ].join('\n');
};

const told = (report: AskedReport): string => {
  const failed = Object.values(report.failed).reduce((sum, count) => sum + count, 0);
  const proposed = Object.values(report.proposed).reduce((sum, count) => sum + count, 0);
  const { calls, input_tokens, output_tokens, cost } = report.cost;
  return [
    `${report.policies} policies, ${report.sections} sections: ${report.asked} asked about, ${report.unchanged} unchanged, ${failed} failed, ${report.left} left for next time`,
    `${proposed} new proposals${listed(report.proposed)}`,
    ...(Object.keys(report.dropped).length === 0 ? [] : [`left out${listed(report.dropped)}`]),
    ...(failed === 0 ? [] : [`failed${listed(report.failed)}: run the same again`]),
    ...(report.stale === 0
      ? []
      : [`${report.stale} decided proposals are stale, since their section changed: look at them again`]),
    `${calls} calls, ${input_tokens} input tokens, ${output_tokens} output tokens${cost === null ? '' : `, cost ${cost.toFixed(4)}`}`,
    ...(proposed + report.stale === 0
      ? []
      : [
          'Nothing of it counts yet. Look at the files in policies/.readings and set status to accepted or rejected,',
          'or: plumbline propose --accept ID --document FILE',
        ]),
  ].join('\n');
};

const listed = (counts: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};
