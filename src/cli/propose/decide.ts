import { userInfo } from 'node:os';
import { systemClock } from '../../adapters/system/index.js';
import { GroundingError } from '../../core/index.js';
import { proposalsSource } from '../../core/indexing/index.js';
import {
  type Decided,
  decideProposals,
  type Hindrance,
  openProposalsText,
  settleProposals,
} from '../../core/proposing/index.js';
import type { Config } from '../../schema/index.js';
import { EXIT, type ExitCode, type Out } from '../outcome.js';
import { type ChosenPolicy, chosenPolicies, proposingBases } from './proposing-bases.js';

export interface DecideOptions {
  accept?: readonly string[];
  reject?: readonly string[];
  document?: readonly string[];
  /** Who decides; default: whoever is signed in at this machine. */
  by?: string;
  json?: boolean;
}

const ALL = 'all';

const WHY: Readonly<Record<Hindrance, (section: string) => string>> = {
  section_gone: (section) => `the policy has no section “${section}” any more; reject it`,
  quote_gone: (section) => `its quote does not stand in the section “${section}”; correct or reject it`,
};

/**
 * `plumbline propose --accept ID… | --reject ID…`: writes decisions into the files of proposals. Exits 1 where something
 * could not be accepted. @throws {GroundingError} request-invalid: an id that is in no file, or `all` without a document.
 */
export const decide = async (
  { accept = [], reject = [], document, by = userInfo().username, json }: DecideOptions,
  { config, baseDir, out }: { config: Config; baseDir: string; out: Out },
): Promise<ExitCode> => {
  const both = accept.filter((id) => reject.includes(id));
  if (both.length > 0) throw invalid(`${both.join(', ')}: accept or reject it, not both.`);
  if ([...accept, ...reject].includes(ALL) && document === undefined)
    throw invalid('Name the policy that all proposals are meant of: --document policies/FILE.md.');
  const chosen = await chosenPolicies(proposingBases(config, baseDir), document);
  await requireKnown([...accept, ...reject], chosen, document);
  const decided_at = new Date(systemClock.nowMs()).toISOString();
  const results: (Decided & { document: string })[] = [];
  for (const { base, policy } of chosen) {
    const result = await base.files.edit(policy.source, async (before) => {
      const text = openProposalsText(proposalsSource(policy.source), before, policy.source);
      // Without this a decision would stand for the text that the section had before.
      if (before !== '') await settleProposals(text, policy);
      const made = [
        { ids: accept, status: 'accepted' as const },
        { ids: reject, status: 'rejected' as const },
      ].map(({ ids, status }) =>
        decideProposals(text, policy, {
          ids: ids.includes(ALL) ? 'all' : ids,
          status,
          decided_by: by,
          decided_at,
        }),
      );
      const isChanged = made.some(({ decided }) => decided.length > 0);
      return { text: isChanged ? text.toString() : before, result: made };
    });
    for (const one of result) results.push({ ...one, document: policy.source });
  }
  const refused = results.flatMap((one) => one.refused.map((why) => ({ document: one.document, ...why })));
  const told = results.filter(({ decided }) => decided.length > 0);
  if (json === true)
    out(
      JSON.stringify(
        { decided: told.map(({ document: of, decided }) => ({ document: of, decided })), refused },
        null,
        2,
      ),
    );
  else {
    for (const { document: of, decided } of told)
      out(`${of}: ${decided.length} decided by ${by} (${decided.join(', ')})`);
    for (const { document: of, id, why, section } of refused)
      out(`! ${of}: ${id} is not accepted: ${WHY[why](section)}`);
    if (told.length + refused.length === 0) out('There was nothing to decide.');
  }
  return refused.length === 0 ? EXIT.done : EXIT.no;
};

/** Before anything is written, so that a call is carried out as a whole or not at all. */
const requireKnown = async (
  ids: readonly string[],
  chosen: readonly ChosenPolicy[],
  document: readonly string[] | undefined,
): Promise<void> => {
  const known = new Set<string>([ALL]);
  for (const { base, policy } of chosen) {
    const text = openProposalsText(
      proposalsSource(policy.source),
      await base.files.read(policy.source),
      policy.source,
    );
    // Of a section that changed since, what nobody had touched is not there any more.
    await settleProposals(text, policy);
    for (const section of text.sections())
      for (const { proposal } of section.proposals()) known.add(proposal.id);
  }
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  const where = document === undefined ? '' : ` in ${document.join(', ')}`;
  throw invalid(
    `No proposal has the id ${unknown.join(', ')}${where}. The ids stand in policies/.readings; those of a section that was edited since are no more.`,
  );
};

const invalid = (detail: string): GroundingError => new GroundingError('request-invalid', { detail });
