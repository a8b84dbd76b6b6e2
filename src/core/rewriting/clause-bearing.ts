import type { Language, Reading, Verdict } from '../../schema/index.js';
import type { KnowledgeIndex } from '../retrieval/index.js';
import { contentKeys, knowledgeFacts } from '../verification/index.js';
import { placeInTime, subjectsOf, timesNamed } from '../verification/matter/index.js';
import {
  compareWindows,
  isAsking,
  isGrant,
  policyPropositions,
  type Window,
} from '../verification/windows/index.js';
import { baseName, type ReadPassage } from './clause-library.js';

/** What a clause keeps of its nearness that is on none of the subjects that the customer asked about. */
const OFF_SUBJECT = 0.6;
/** Gain of a clause that rules an act out where the customer stands in time, and of one that took an older one's place. */
const RULES_OUT_HERE = 2;
const SUCCEEDS = 1.3;
/** Gain of a clause with a telephone number or address that the claim gives. */
const HOLDS_CONTACT = 1.2;

export interface BearingInput {
  verdict: Verdict;
  question: string | null;
  /** What the customer wrote, the question included. */
  premises: readonly string[];
  /** Clauses among which one is chosen: what none of them is on is no subject of the question. */
  near: readonly ReadPassage[];
  index: KnowledgeIndex;
  lang: Language;
}

/** How much a clause bears on what the customer asked, as a factor of its nearness. */
export type Bearing = (clause: ReadPassage) => number;

/**
 * A clause bears on the question where it is on the subjects that the question names, as the titles of documents have them;
 * more where it rules out what the claim speaks of for a customer who stands where this one does in time, or is of the
 * document that took the place of the one that the claim follows.
 */
export const bearingOf = ({ verdict, question, premises, near, index, lang }: BearingInput): Bearing => {
  const facts = knowledgeFacts(index);
  const said = index.read(verdict.text, lang);
  const asked = question === null ? null : index.read(question, lang);
  const titles = subjectsOf(index);
  const subjectsIn = (reading: Reading): string[] =>
    [...contentKeys(reading)].filter((key) => titles.has(key));
  const isOn = (clause: ReadPassage, key: string): boolean => {
    const { own, surround } = facts.of(clause);
    return [...(titles.get(key) ?? [])].some((alias) => own.has(alias) || surround.has(alias));
  };
  const subjects = (asked === null ? [] : subjectsIn(asked)).filter((key) =>
    near.some((clause) => isOn(clause, key)),
  );
  const named = new Set([...subjects, ...subjectsIn(said)]);
  const acts = actsOf(asked === null ? [said] : [said, asked]);
  const windows = windowsOf({ verdict, question, premises, index, lang });
  const successors = successorsOf(verdict, index);
  const contacts = new Set(said.contacts.map(({ value }) => value));
  return (clause) => {
    const share =
      subjects.length === 0 ? 1 : subjects.filter((key) => isOn(clause, key)).length / subjects.length;
    const isNamed = [...named].some((key) => isOn(clause, key));
    const rulesOut = windows.length > 0 && isNamed && rulesOutAt(clause, windows, acts);
    return (
      (OFF_SUBJECT + (1 - OFF_SUBJECT) * share) *
      (rulesOut ? RULES_OUT_HERE : 1) *
      (successors.has(clause.passage.source) ? SUCCEEDS : 1) *
      (clause.reading.contacts.some(({ value }) => contacts.has(value)) ? HOLDS_CONTACT : 1)
    );
  };
};

/** The times for which something is asked or promised: where the customer stands, and what question and claim name. */
const windowsOf = ({
  verdict: { text },
  question,
  premises,
  index,
  lang,
}: Omit<BearingInput, 'near'>): Window[] => {
  const position = placeInTime(premises, index, lang) ?? placeInTime([text], index, lang);
  const named = [text, ...(question === null ? [] : [question])].flatMap((words) =>
    timesNamed(words, index, lang),
  );
  return [
    ...(position === null ? [] : [{ open: [{ ...position.interval, whole: false }], closed: [] }]),
    ...named,
  ];
};

/** Asking for something and being given it are open and closed together; whoever asks a question asks for something. */
const ASKED_OR_GIVEN = 'asked or given';

const actsOf = (readings: readonly Reading[]): ReadonlySet<string> =>
  new Set(readings.flatMap(({ statements }) => statements.flatMap(({ acts }) => acts.map(familyOf))));
const familyOf = (act: string): string => (isAsking(act) || isGrant(act) ? ASKED_OR_GIVEN : act);

/** Whether a clause rules out one of some acts at one of some times. */
const rulesOutAt = (
  { passage, reading }: ReadPassage,
  windows: readonly Window[],
  acts: ReadonlySet<string>,
): boolean =>
  policyPropositions({ passage, reading }).some(
    (policy) =>
      policy.acts.map(familyOf).some((act) => act === ASKED_OR_GIVEN || acts.has(act)) &&
      windows.some((window) => compareWindows(window, policy.window) === 'contradicts'),
  );

/** Documents that supersede those whose older words the claim follows. */
const successorsOf = ({ evidence, findings }: Verdict, index: KnowledgeIndex): ReadonlySet<string> => {
  if (!findings.some(({ kind }) => kind === 'effective_date')) return new Set();
  const followed = new Set(evidence.map(({ source }) => source.split('/').at(-1)));
  const { documents } = index.snapshot;
  const next = documents.filter(
    ({ supersedes }) => supersedes !== null && followed.has(supersedes.split('/').at(-1)),
  );
  const names = new Set(next.map(({ source }) => baseName(source)));
  return new Set(documents.filter(({ source }) => names.has(baseName(source))).map(({ source }) => source));
};
