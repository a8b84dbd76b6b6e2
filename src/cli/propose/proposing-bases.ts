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

/** The files of proposals of every configured knowledge base; those that share a folder of policies share its files. */
export const configuredProposals = (
  { knowledge_bases }: Pick<Config, 'knowledge_bases'>,
  baseDir: string,
): Map<string, ProposalFiles> => {
  const folders = new Map<string, ProposalFiles>();
  return new Map(
    Object.entries(knowledge_bases).map(([name, { policies }]) => {
      const folder = resolve(baseDir, policies);
      const files = folders.get(folder) ?? proposalFiles(folder);
      folders.set(folder, files);
      return [name, files];
    }),
  );
};

/** The same, each folder of policies once. */
export const proposingBases = (config: Pick<Config, 'knowledge_bases'>, baseDir: string): ProposingBase[] => {
  const bases = [...configuredProposals(config, baseDir)].map(([name, files]) => ({ name, files }));
  return bases.filter(({ files }, at) => bases.findIndex((one) => one.files === files) === at);
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
