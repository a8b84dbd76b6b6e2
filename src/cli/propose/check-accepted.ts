import { pinoLog, systemClock } from '../../adapters/system/index.js';
import { groundAnswer } from '../../core/index.js';
import {
  type AcceptedProposal,
  applyProposals,
  describeProblem,
  inForce,
  proposalsSource,
} from '../../core/indexing/index.js';
import type { Config, GroundedAnswer, Passage } from '../../schema/index.js';
import { calibrated } from '../calibrated.js';
import { configuredModels } from '../configured-models.js';
import { groundingRequest } from '../grounding-request.js';
import { loadCalibration } from '../load-calibration.js';
import { localDays } from '../local-day.js';
import { openKnowledge } from '../open-knowledge.js';
import { EXIT, type ExitCode, type Out } from '../outcome.js';
import { chosenPolicies, proposingBases } from './proposing-bases.js';

/** How one accepted proposal fares. */
export interface CheckedProposal {
  document: string;
  id: string;
  kind: 'statement' | 'wrong_answer';
  text: string;
  decision: GroundedAnswer['decision'];
  reason: GroundedAnswer['reason'];
  /** False for a wrong answer that passes as verified, or without a claim, and for a right statement that does not pass. */
  isOk: boolean;
}

/**
 * `plumbline propose --check`: holds what was accepted against the policies as a bot's answer would be. A wrong answer must
 * not pass as verified, a right statement must not fail. Exits 1 where one does.
 */
export const checkAccepted = async (
  { document, json }: { document?: readonly string[]; json?: boolean },
  { config, baseDir, out, progress }: { config: Config; baseDir: string; out: Out; progress: Out },
): Promise<ExitCode> => {
  const calibration = await loadCalibration(config, baseDir);
  const models = await configuredModels(config, { baseDir });
  const knowledge = await openKnowledge(config, baseDir, { log: pinoLog({ level: 'silent' }), watch: false });
  try {
    const today = localDays(config.timezone)(systemClock.nowMs());
    const checked: CheckedProposal[] = [];
    const warnings: string[] = [];
    for (const { base, policy } of await chosenPolicies(proposingBases(config, baseDir), document)) {
      const source = proposalsSource(policy.source);
      const { accepted, problems } = await applyProposals(
        [{ source, text: await base.files.read(policy.source) }],
        policy.sections.flatMap(({ passages }) => passages),
      );
      warnings.push(...problems.map(describeProblem));
      for (const one of accepted) {
        const asked = questionOf(one);
        if (asked === null) continue;
        const request = groundingRequest(config, {
          messages: asked.question === undefined ? [] : [{ role: 'user', content: asked.question }],
          as_of: dayOf(one.section.passages[0], today),
          knowledge_base: base.name,
        });
        const { outcome } = await groundAnswer(request, asked.answer, {
          knowledge: calibrated(knowledge.current(base.name), calibration, base.name),
          ...models,
        });
        checked.push({
          document: policy.source,
          id: one.proposal.id,
          kind: asked.kind,
          text: asked.answer,
          decision: outcome.decision,
          reason: outcome.reason,
          isOk: asked.kind === 'statement' ? outcome.decision === 'pass' : !passesAsVerified(outcome),
        });
        progress(`${checked.length} checked`);
      }
    }
    progress('');
    const wrong = checked.filter(({ isOk }) => !isOk);
    if (json === true) out(JSON.stringify({ checked, warnings }, null, 2));
    else {
      for (const warning of warnings) out(`! ${warning}`);
      for (const { document: of, id, kind, text, decision, reason } of wrong)
        out(
          `✗ ${of} ${id}: ${kind === 'statement' ? 'a right statement does not pass' : 'a wrong answer passes'} (${decision} – ${reason}): ${text}`,
        );
      out(summary(checked));
    }
    return wrong.length === 0 ? EXIT.done : EXIT.no;
  } finally {
    await knowledge.close();
  }
};

const questionOf = ({
  proposal,
}: AcceptedProposal): { kind: CheckedProposal['kind']; answer: string; question?: string } | null => {
  if (proposal.kind === 'statement') return { kind: proposal.kind, answer: proposal.reads_as };
  if (proposal.kind !== 'wrong_answer') return null;
  const { kind, answer, question } = proposal;
  return { kind, answer, ...(question === undefined ? {} : { question }) };
};

/** What passes marked as not verified is let through knowingly; what no check looked at is not. */
const passesAsVerified = ({ decision, claims }: GroundedAnswer): boolean =>
  decision === 'pass' && claims.every(({ band }) => band === 'verified');

/** A day on which the policy is in force: today where it is. */
const dayOf = (passage: Passage | undefined, today: string): string => {
  if (passage === undefined || inForce(passage, today)) return today;
  if (passage.effective_from !== null) return passage.effective_from;
  const until = new Date(`${passage.effective_to ?? today}T00:00:00Z`);
  until.setUTCDate(until.getUTCDate() - 1);
  return until.toISOString().slice(0, 10);
};

const summary = (checked: readonly CheckedProposal[]): string => {
  if (checked.length === 0)
    return 'No wrong answer or statement was accepted yet: run "plumbline propose", and accept some.';
  const of = (kind: CheckedProposal['kind']) => {
    const all = checked.filter((one) => one.kind === kind);
    return `${all.filter(({ isOk }) => isOk).length} of ${all.length}`;
  };
  return `${of('wrong_answer')} accepted wrong answers are not verified, ${of('statement')} accepted statements pass.`;
};
