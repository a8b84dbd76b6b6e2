import { buildSnapshot, policySections, sectionDigest } from '../../src/core/indexing/index.js';
import type { SourceFile } from '../../src/schema/index.js';

/** The digest of a section of some files, by its headings. */
export const digestOf = async (files: readonly SourceFile[], section: readonly string[]): Promise<string> => {
  const { snapshot } = await buildSnapshot('test', files);
  const found = policySections(snapshot.passages).find(
    ({ heading_path }) => JSON.stringify(heading_path) === JSON.stringify(section),
  );
  if (found === undefined) throw new Error(`no section ${section.join(' › ')}`);
  return await sectionDigest(found);
};

/** A file of proposals for one section, as YAML; JSON is YAML too. */
export const proposalsYaml = (
  { section, digest }: { section: readonly string[]; digest: string },
  proposals: readonly object[],
): string =>
  [
    `- section: ${JSON.stringify(section)}`,
    `  digest: ${digest}`,
    '  proposals:',
    ...proposals.map((proposal) => `    - ${JSON.stringify(proposal)}`),
    '',
  ].join('\n');
