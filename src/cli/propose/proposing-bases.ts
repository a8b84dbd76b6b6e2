import { resolve } from 'node:path';
import { proposalFiles } from '../../adapters/knowledge/index.js';
import { GroundingError } from '../../core/index.js';
import type { PolicyText, ProposalFiles } from '../../core/proposing/index.js';
import type { Config } from '../../schema/index.js';

/** A knowledge base whose policies are prepared. */
export interface ProposingBase {
  name: string;
  files: ProposalFiles;
}

/** The files of proposals of every configured knowledge base; a folder of policies that two of them share comes once. */
export const proposingBases = (
  { knowledge_bases }: Pick<Config, 'knowledge_bases'>,
  baseDir: string,
): ProposingBase[] => {
  const folders = new Map<string, string>();
  for (const [name, { policies }] of Object.entries(knowledge_bases)) {
    const folder = resolve(baseDir, policies);
    if (!folders.has(folder)) folders.set(folder, name);
  }
  return [...folders].map(([folder, name]) => ({ name, files: proposalFiles(folder) }));
};

/** A policy with the files that it is one of. */
export interface ChosenPolicy {
  base: ProposingBase;
  policy: PolicyText;
}

/**
 * The policies of all bases, or those that are named by their source ("policies/fees.md") or the end of it.
 * @throws {GroundingError} request-invalid for a name that no policy has.
 */
export const chosenPolicies = async (
  bases: readonly ProposingBase[],
  documents: readonly string[] | undefined,
): Promise<ChosenPolicy[]> => {
  const all: ChosenPolicy[] = [];
  for (const base of bases) for (const policy of await base.files.policies()) all.push({ base, policy });
  if (documents === undefined) return all;
  const isNamed = ({ policy: { source } }: ChosenPolicy, name: string): boolean =>
    source === name || source.endsWith(`/${name}`);
  for (const name of documents)
    if (!all.some((one) => isNamed(one, name)))
      throw new GroundingError('request-invalid', {
        detail: `No policy is named "${name}". There are: ${all.map(({ policy }) => policy.source).join(', ') || 'none'}.`,
      });
  return all.filter((one) => documents.some((name) => isNamed(one, name)));
};
