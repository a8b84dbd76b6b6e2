/** Where proposals are named in problems, and lie below a knowledge base. */
export const PROPOSALS_FOLDER = 'policies/.readings';

/** "policies/fees/bags.fr.md" → "policies/.readings/fees/bags.fr.yaml". */
export const proposalsSource = (policy: string): string =>
  `${PROPOSALS_FOLDER}/${stem(policy).slice('policies/'.length)}.yaml`;

/** Whether a file of proposals is that of a policy. */
export const isProposalsOf = (file: string, policy: string): boolean => proposalsSource(policy) === file;

const stem = (source: string): string => source.replace(/\.[^./]+$/, '');
