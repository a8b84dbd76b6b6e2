import { describe, expect, it } from 'vitest';
import { readJudgeReply } from '../../../../src/core/verification/judge/index.js';

const ITEMS = [
  { number: 1, text: 'A second bag costs CAD 60, paid at the counter.', passage: null },
  { number: 2, text: 'Prams travel free of charge.', passage: null },
  { number: 3, text: 'Free', passage: null },
];
const EVIDENCE = { sections: [], items: ITEMS, nearest: [] };

const said = (over: object) => ({
  claim: 1,
  label: 'supported',
  for: [1],
  against: [],
  quote: 'A second bag costs CAD 60',
  kind: 'none',
  finding: '',
  ...over,
});
const read = (...verdicts: unknown[]) => readJudgeReply({ verdicts }, 1, EVIDENCE);

describe('a verdict that is read', () => {
  it.each([
    { name: 'has its quote in the evidence that it names', over: {} },
    { name: 'may space its quote as it likes', over: { quote: ' A second\n bag  costs CAD 60 ' } },
    { name: 'may quote a short cell as a whole', over: { for: [3], quote: 'Free' } },
    {
      name: 'may contradict with evidence against, and name some for a part',
      over: { label: 'contradicted', for: [2], against: [1], kind: 'money', finding: 'It is CAD 60.' },
    },
    { name: 'may find nothing', over: { label: 'unsupported', for: [], quote: '', kind: 'fabricated' } },
  ])('$name', ({ over }) => {
    expect(read(said(over))).toMatchObject([{ isGraded: true }]);
  });

  it('tells which words decided, in the form in which they were shown', () => {
    expect(read(said({ quote: 'costs  CAD 60' }))).toMatchObject([{ quote: 'costs CAD 60', kind: null }]);
  });
});

describe('a verdict that is discarded', () => {
  it.each([
    { name: 'quotes words that stand nowhere', over: { quote: 'A second bag is free' }, why: 'judge_quote' },
    { name: 'quotes with other letters', over: { quote: 'a second bag costs cad 60' }, why: 'judge_quote' },
    {
      name: 'leaves out the middle of its quote',
      over: { quote: 'A second bag … counter.' },
      why: 'judge_quote',
    },
    { name: 'quotes other evidence than it names', over: { for: [2] }, why: 'judge_quote' },
    { name: 'names evidence that was not shown', over: { for: [1, 9] }, why: 'judge_quote' },
    { name: 'quotes next to nothing', over: { quote: 'A' }, why: 'judge_quote' },
    { name: 'is without a quote', over: { quote: '' }, why: 'judge_quote' },
    {
      name: 'is contradicted without a quote',
      over: { label: 'contradicted', against: [1], quote: '' },
      why: 'judge_quote',
    },
    {
      name: 'invents a quote for silence',
      over: { label: 'unsupported', quote: 'We never say so' },
      why: 'judge_quote',
    },
    { name: 'is supported by nothing', over: { for: [] }, why: 'judge_contradictory' },
    { name: 'is supported and spoken against', over: { against: [2] }, why: 'judge_contradictory' },
    { name: 'is contradicted by nothing', over: { label: 'contradicted' }, why: 'judge_contradictory' },
    { name: 'is about another claim', over: { claim: 2 }, why: 'judge_missing' },
    { name: 'has a label in another language', over: { label: 'étayé' }, why: 'judge_unreadable' },
    { name: 'has a kind of its own', over: { kind: 'vibes' }, why: 'judge_unreadable' },
    { name: 'has a field too many', over: { confidence: 1 }, why: 'judge_unreadable' },
    { name: 'has numbers as words', over: { for: ['one'] }, why: 'judge_unreadable' },
  ])('$name', ({ over, why }) => {
    expect(read(said(over))).toEqual([{ isGraded: false, failure: why }]);
  });

  it('is given twice', () => {
    expect(read(said({}), said({ label: 'unsupported', for: [], quote: '' }))).toEqual([
      { isGraded: false, failure: 'judge_contradictory' },
    ]);
  });

  it.each([
    { name: 'null', value: null },
    { name: 'words', value: 'supported' },
    { name: 'a bare list', value: [said({})] },
    { name: 'no list', value: { verdicts: {} } },
  ])('stands in a reply that is $name', ({ value }) => {
    expect(readJudgeReply(value, 2, EVIDENCE)).toEqual([
      { isGraded: false, failure: 'judge_unreadable' },
      { isGraded: false, failure: 'judge_unreadable' },
    ]);
  });
});
