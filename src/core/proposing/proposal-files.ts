import type { PolicyText } from './update-proposals.js';

/** The policies of one knowledge base, and the files of proposals beside them. */
export interface ProposalFiles {
  /**
   * The policies as they are now, in the order of their sources.
   * @throws {GroundingError} policy-index-unreadable where one cannot be read.
   */
  policies(): Promise<PolicyText[]>;
  /** The text of a policy's file of proposals; empty without one. */
  read(policy: string): Promise<string>;
  /**
   * Changes a policy's file of proposals: `change` gets its text and gives the new one, and is called again where somebody
   * else wrote meanwhile. The file is replaced as a whole; a text that stays the same writes nothing.
   */
  edit<Result>(
    policy: string,
    change: (text: string) => Promise<{ text: string; result: Result }>,
  ): Promise<Result>;
}
