import type { CheckResponse, Evidence, Finding, Verdict } from '../../schema/index.js';
import type { ModelsShown } from '../models-in-words.js';
import { isObject } from './problem.js';

type ShownEvidence = Pick<
  Evidence,
  'relation' | 'source' | 'section' | 'quote' | 'lang' | 'version' | 'effective_from' | 'effective_to' | 'row'
>;

/** A verdict, as far as the page shows it. */
export type ShownClaim = Pick<
  Verdict,
  'text' | 'start_char' | 'end_char' | 'label' | 'band' | 'score' | 'reason'
> & {
  findings: Pick<Finding, 'kind' | 'message'>[];
  evidence: ShownEvidence[];
};

/** A checked answer, as far as the page shows it: the response of `/v1/check`, or the `plumbline` member of a frame. */
export type CheckedAnswer = Pick<
  CheckResponse,
  'id' | 'decision' | 'reason' | 'groundedness' | 'answer' | 'original_answer' | 'knowledge_version'
> & { claims: ShownClaim[] } & ModelsShown;

/** Reads a checked answer off the wire; null where a needed member is missing or of another type. */
export const readCheckedAnswer = (value: unknown): CheckedAnswer | null =>
  isCheckedAnswer(value) ? value : null;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const oneOf = (value: unknown, names: readonly string[]): boolean => isText(value) && names.includes(value);
const all = (value: unknown, test: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(test);

const isCheckedAnswer = (value: unknown): value is CheckedAnswer =>
  isObject(value) &&
  isText(value['id']) &&
  oneOf(value['decision'], ['pass', 'rewrite', 'escalate', 'block']) &&
  isText(value['reason']) &&
  (value['groundedness'] === null || isNumber(value['groundedness'])) &&
  isText(value['answer']) &&
  isText(value['original_answer']) &&
  isText(value['knowledge_version']) &&
  all(value['claims'], isClaim) &&
  (value['models'] === undefined || all(value['models'], isModelUse)) &&
  (value['rewrites'] === undefined || all(value['rewrites'], isRewrite));

const isModelUse = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['stage']) &&
  isText(value['model']) &&
  ['calls', 'failures', 'input_tokens', 'output_tokens'].every((name) => isNumber(value[name]));

const isRewrite = (value: unknown): boolean =>
  isObject(value) && oneOf(value['by'], ['model', 'clauses', 'none']);

const isClaim = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['text']) &&
  isNumber(value['start_char']) &&
  isNumber(value['end_char']) &&
  oneOf(value['label'], ['supported', 'contradicted', 'unsupported']) &&
  oneOf(value['band'], ['verified', 'not_verified', 'failing']) &&
  isNumber(value['score']) &&
  isText(value['reason']) &&
  all(
    value['findings'],
    (finding) => isObject(finding) && isText(finding['kind']) && isText(finding['message']),
  ) &&
  all(value['evidence'], isEvidence);

const isEvidence = (value: unknown): boolean =>
  isObject(value) &&
  oneOf(value['relation'], ['supports', 'contradicts', 'related']) &&
  ['source', 'section', 'quote', 'lang', 'version'].every((name) => isText(value[name])) &&
  isTextOrNull(value['effective_from']) &&
  isTextOrNull(value['effective_to']) &&
  (value['row'] === null || (isObject(value['row']) && all(value['row']['cells'], isCell)));

const isCell = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['column']) &&
  isText(value['value']) &&
  typeof value['is_key'] === 'boolean';

/** How a claim is shown: what could not be decided is not verified, whatever its best label is. */
export type ClaimState = 'supported' | 'contradicted' | 'unsupported' | 'not_verified';

export const CLAIM_STATES: readonly ClaimState[] = [
  'supported',
  'contradicted',
  'unsupported',
  'not_verified',
];

export const claimState = ({ label, band }: Pick<ShownClaim, 'label' | 'band'>): ClaimState =>
  band === 'not_verified' || (label === 'supported' && band !== 'verified') ? 'not_verified' : label;
