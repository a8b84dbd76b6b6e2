import type { Proposal } from '../../schema/index.js';
import { sha256Hex } from '../audit/index.js';

type WithoutStanding<Form> = Form extends Proposal
  ? Omit<Form, 'id' | 'status' | 'decided_by' | 'decided_at'>
  : never;

/** What a proposal says, apart from how it stands. */
export type ProposalText = WithoutStanding<Proposal>;

/** What a proposal says, apart from how it stands. */
export const textOf = ({
  id: _id,
  status: _status,
  decided_by: _by,
  decided_at: _at,
  ...text
}: Proposal): ProposalText => text;

const PREFIX: Readonly<Record<Proposal['kind'], string>> = {
  statement: 's',
  synonyms: 'y',
  translations: 't',
  question: 'q',
  wrong_answer: 'w',
};
const ID_CHARS = 10;

/** The id that a proposal for a policy gets: the same words have the same one, so that nothing is proposed twice. */
export const proposalId = async (policy: string, text: ProposalText): Promise<string> =>
  `${PREFIX[text.kind]}-${(await sha256Hex(JSON.stringify([policy, ordered(text)]))).slice(0, ID_CHARS)}`;

/** Its parts in one order, however they were written. */
const ordered = (text: ProposalText): [string, unknown][] =>
  Object.entries(text).sort(([a], [b]) => (a < b ? -1 : 1));
