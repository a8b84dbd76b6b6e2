import { claimState, type ShownClaim } from '../checked-answer.js';
import { element } from './element.js';
import { stateIcon } from './icons.js';
import { renderMarkdown } from './render-markdown.js';
import { reasonText, stateText, type Words } from './words.js';

/** More passages than this say nothing new to a reader; the record has all of them. */
const EVIDENCE_MAX = 3;

/** A claim's verdict in full: its state, what the checks found, and the clauses with their place and dates. */
export const claimDetails = (claim: ShownClaim, words: Words, titleId: string): HTMLElement => {
  const state = claimState(claim);
  const { texts } = words;
  return element(
    'div',
    { class: `claim-details claim-details-${state}` },
    element(
      'p',
      { class: 'claim-title', id: titleId },
      stateIcon(state),
      element('span', { class: 'claim-state' }, stateText(words, state)),
      element('span', { class: 'claim-score' }, `${texts.score} ${words.percent(claim.score)}`),
    ),
    element('div', { class: 'claim-text' }, renderMarkdown(claim.text)),
    ...findings(claim, words),
    ...evidence(claim, words),
  );
};

const findings = (claim: ShownClaim, words: Words): HTMLElement[] => {
  const messages = [...new Set(claim.findings.map(({ message }) => message))];
  if (messages.length === 0) messages.push(reasonText(words, 'verdict', claim.reason));
  if (claim.band === 'not_verified' && claim.label !== 'unsupported') {
    messages.push(words.texts.best_estimate(stateText(words, claim.label).toLocaleLowerCase(words.lang)));
  }
  return messages.map((message) => element('p', { class: 'claim-finding' }, message));
};

const evidence = (claim: ShownClaim, words: Words): HTMLElement[] =>
  claim.evidence.length === 0
    ? [element('p', { class: 'claim-none' }, words.texts.no_evidence)]
    : claim.evidence.slice(0, EVIDENCE_MAX).map((passage) => clause(passage, words));

type Passage = ShownClaim['evidence'][number];

const clause = (passage: Passage, words: Words): HTMLElement => {
  const { texts } = words;
  return element(
    'figure',
    { class: `clause clause-${passage.relation}` },
    element('p', { class: 'clause-relation' }, texts[`relation_${passage.relation}`]),
    passage.row === null
      ? element('blockquote', { class: 'clause-quote', lang: passage.lang }, renderMarkdown(passage.quote))
      : rowTable(passage.row, passage.lang),
    element(
      'figcaption',
      {},
      element(
        'dl',
        { class: 'clause-place' },
        ...entry(texts.document, passage.source),
        ...entry(texts.section, passage.section),
        ...entry(texts.version, element('code', { title: passage.version }, shortVersion(passage.version))),
        ...entry(texts.in_force, inForce(passage, words)),
      ),
    ),
  );
};

const entry = (name: string, value: string | Node): HTMLElement[] => [
  element('dt', {}, name),
  element('dd', {}, value),
];

const rowTable = (row: NonNullable<Passage['row']>, lang: string): HTMLElement =>
  element(
    'dl',
    { class: 'clause-row', lang },
    ...row.cells.map((cell) =>
      element(
        'div',
        { class: cell.is_key ? 'is-key' : null },
        element('dt', {}, cell.column.replaceAll('_', ' ')),
        element('dd', {}, cell.value),
      ),
    ),
  );

/** The first eight digits of a content hash: enough to tell versions apart on a page. */
export const shortVersion = (version: string): string => version.replace(/^sha256:/, '').slice(0, 8);

const inForce = ({ effective_from, effective_to }: Passage, words: Words): string => {
  const { texts } = words;
  if (effective_from !== null && effective_to !== null) {
    return texts.from_until(words.day(effective_from), words.dayBefore(effective_to));
  }
  if (effective_from !== null) return texts.from(words.day(effective_from));
  return effective_to === null ? texts.always : texts.until(words.dayBefore(effective_to));
};
