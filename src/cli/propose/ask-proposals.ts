import { proposalsSource } from '../../core/indexing/index.js';
import type { ModelCost, ModelFailure, StructuredModel } from '../../core/ports.js';
import {
  addProposals,
  DROP_REASONS,
  type DropReason,
  openProposalsText,
  PROPOSAL_PROMPT,
  proposeSection,
  sectionsToAsk,
  settleProposals,
} from '../../core/proposing/index.js';
import { inParallel } from '../../evaluation/index.js';
import type { Language, ProposalKind } from '../../schema/index.js';
import type { ChosenPolicy } from './proposing-bases.js';

/** What asking about every open section of some policies came to. */
export interface AskedReport {
  policies: number;
  sections: number;
  /** Sections that were asked about and written down. */
  asked: number;
  /** Sections without a reply that could be read, by failure; they are asked about again next time. */
  failed: Partial<Record<ModelFailure, number>>;
  /** Sections that were left for next time: asking on would have failed too, or they were edited meanwhile. */
  left: number;
  /** Sections that need no asking: their text, the prompt and the model are those of last time. */
  unchanged: number;
  proposed: Partial<Record<ProposalKind, number>>;
  dropped: Partial<Record<DropReason, number>>;
  /** What was accepted or edited for another text of its section, and waits to be looked at again. */
  stale: number;
  cost: ModelCost;
}

/** Failures after which asking on would only fail again. */
const HOPELESS: readonly ModelFailure[] = ['rejected', 'circuit_open', 'over_budget'];

export interface AskOptions {
  model: StructuredModel;
  languages: readonly Language[];
  /** Sections under way at once. */
  parallel: number;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Asks a model about every section that is new or changed since, and writes each reply down as soon as it is there: what was
 * broken off goes on where it was.
 */
export const askProposals = async (
  chosen: readonly ChosenPolicy[],
  { model, languages, parallel, onProgress = () => undefined }: AskOptions,
  signal: AbortSignal,
): Promise<AskedReport> => {
  const report: AskedReport = {
    policies: chosen.length,
    sections: chosen.reduce((sum, { policy }) => sum + policy.sections.length, 0),
    asked: 0,
    failed: {},
    left: 0,
    unchanged: 0,
    proposed: {},
    dropped: {},
    stale: 0,
    cost: { calls: 0, input_tokens: 0, output_tokens: 0, cost: 0, duration_ms: 0 },
  };
  const open = [];
  for (const { base, policy } of chosen) {
    const sections = await settled({ base, policy }, model.id, report);
    open.push(...sections.map((section) => ({ base, policy, section })));
  }
  report.unchanged = report.sections - open.length;
  let done = 0;
  let isHopeless = false;
  await inParallel(open, parallel, async ({ base, policy, section }) => {
    if (isHopeless) {
      report.left += 1;
      return;
    }
    const asked = await proposeSection(section, { model, languages, tenant: base.name }, signal);
    addCost(report.cost, asked.cost);
    onProgress(++done, open.length);
    if (!asked.isAnswered) {
      addTo(report.failed, asked.failure);
      isHopeless ||= HOPELESS.includes(asked.failure);
      return;
    }
    const kinds = await base.files.edit(policy.source, async (before) => {
      const text = openProposalsText(proposalsSource(policy.source), before, policy.source);
      const added = await addProposals(text, policy.source, {
        section,
        texts: asked.texts,
        prompt: PROPOSAL_PROMPT,
        model: model.id,
      });
      return { text: text.toString(), result: added };
    });
    if (kinds === null) {
      report.left += 1;
      return;
    }
    report.asked += 1;
    for (const kind of kinds) addTo(report.proposed, kind);
    for (const reason of DROP_REASONS) {
      const count = asked.dropped[reason];
      if (count !== undefined) addTo(report.dropped, reason, count);
    }
  });
  return report;
};

/** Brings a file in line with its policy; the sections to ask about. */
const settled = async ({ base, policy }: ChosenPolicy, model: string, report: AskedReport) =>
  await base.files.edit(policy.source, async (before) => {
    const text = openProposalsText(proposalsSource(policy.source), before, policy.source);
    report.stale += (await settleProposals(text, policy)).stale;
    const result = sectionsToAsk(text, policy, { prompt: PROPOSAL_PROMPT, model });
    return { text: text.toString(), result };
  });

const addTo = <Key extends string>(counts: Partial<Record<Key, number>>, key: Key, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by;
};

const addCost = (sum: ModelCost, { calls, input_tokens, output_tokens, cost, duration_ms }: ModelCost) => {
  sum.calls += calls;
  sum.input_tokens += input_tokens;
  sum.output_tokens += output_tokens;
  sum.cost = sum.cost === null || cost === null ? null : sum.cost + cost;
  sum.duration_ms += duration_ms;
};
