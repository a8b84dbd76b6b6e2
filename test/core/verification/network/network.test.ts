import { describe, expect, it } from 'vitest';
import {
  encode,
  FIRST_WORD,
  forward,
  layoutOf,
  MATCH,
  type Network,
  type NetworkText,
  networkModelOf,
  networkOf,
  networkWith,
  saysOfText,
  UNDECIDED,
  UNKNOWN,
} from '../../../../src/core/verification/network/index.js';
import { seededRandom } from '../../../../src/evaluation/measures/metrics.js';

const WORDS = ['bag', 'free', 'slot:fare'];
const vocabulary = new Map(WORDS.map((word, i) => [word, i + FIRST_WORD]));

const text: NetworkText = {
  claim: {
    keys: ['slot:fare=basic', 'bag', '#money', 'moon'],
    values: [null, null, 40, null],
    traits: [0, 0, 137, 0],
  },
  weights: [0.8, 0.4, 0, 1],
  known: [true, true, true, false],
  passages: [
    {
      words: {
        keys: ['slot:fare=prime', 'bag', '#money', '#money', '#weight'],
        values: [null, null, 40, 55, 23],
        traits: [512, 512, 645, 520, 0],
      },
      own: 4,
      coverage: 0.4,
      found: 1,
      is_row: true,
    },
  ],
  asked: ['bag'],
};

const someNetwork = (): Network => {
  const layout = layoutOf(WORDS.length + FIRST_WORD, 4);
  const random = seededRandom(3);
  return networkWith(
    layout,
    Float64Array.from({ length: layout.total }, () => random() - 0.5),
  );
};

describe('a claim in numbers', () => {
  const { ids, marks, passages } = encode(text, vocabulary);
  const [passage] = passages;

  it('knows a class by its kind and a word that is not in the vocabulary as unknown', () => {
    expect([...ids]).toEqual([FIRST_WORD + 2, FIRST_WORD, UNKNOWN, UNKNOWN]);
    expect([...(passage?.ids ?? [])].slice(0, 2)).toEqual([FIRST_WORD + 2, FIRST_WORD]);
  });

  it('marks weight, what the base does not know and what was asked about', () => {
    expect([...marks]).toEqual([0.8, 0, 0, 0.4, 0, 1, 0, 0, 0, 1, 1, 0]);
  });

  it('matches the same word, the same number and another number of the same kind, and no other class', () => {
    const rows = [0, 1, 2, 3].map((i) => [...(passage?.match ?? [])].slice(i * 5, i * 5 + 5));
    expect(rows).toEqual([
      [0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 2, 3, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('matches what the lexicon holds for opposite or alike, whichever side it stands on', () => {
    const of = (claimKey: string, passageKey: string) =>
      encode(
        {
          ...text,
          claim: { keys: [claimKey], values: [null], traits: [0] },
          passages: [
            {
              ...{ words: { keys: [passageKey], values: [null], traits: [0] }, own: 1 },
              ...{ coverage: 0, found: 0, is_row: false },
            },
          ],
        },
        vocabulary,
      ).passages[0]?.match[0];
    expect(of('rel.before', 'rel.after')).toBe(MATCH.opposite);
    expect(of('person.infant', 'person.child')).toBe(MATCH.alike);
    expect(of('person.child', 'person.infant')).toBe(MATCH.alike);
    expect(of('rel.before', 'rel.before')).toBe(MATCH.same_word);
    expect(of('rel.before', 'person.child')).toBe(MATCH.none);
  });

  it('has the words of what was asked, and what each has to do with the passage', () => {
    const { asked, passages: some } = encode({ ...text, asked: ['bag', 'moon'] }, vocabulary);
    expect([...asked]).toEqual([FIRST_WORD, UNKNOWN]);
    expect([...(some[0]?.asked_match ?? [])]).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('reads the first twenty words of what was asked', () => {
    const long = Array.from({ length: 30 }, (_, i) => `word${i}`);
    expect(encode({ ...text, asked: long }, vocabulary).asked).toHaveLength(20);
  });

  it('tells keys of headings from words of the passage', () => {
    expect([...(passage?.heading ?? [])]).toEqual([0, 0, 0, 0, 1]);
  });
});

describe('a network', () => {
  it('reads the same after it was written down, to four digits', () => {
    const network = someNetwork();
    const loaded = networkOf(networkModelOf(network, WORDS));
    const input = encode(text, vocabulary);
    expect(loaded.vocabulary).toEqual(vocabulary);
    expect(forward(input, loaded.network)?.logit).toBeCloseTo(
      forward(input, network)?.logit ?? Number.NaN,
      3,
    );
  });

  it('says the same of a passage whose words were kept', () => {
    const loaded = networkOf(networkModelOf(someNetwork(), WORDS));
    const first = saysOfText(text, loaded);
    expect(saysOfText(text, loaded)).toEqual(first);
    for (const said of Object.values(first)) {
      expect(said).toBeGreaterThan(0);
      expect(said).toBeLessThan(1);
    }
  });

  it('holds what was asked against the passage too', () => {
    const network = someNetwork();
    const logitOf = (asked: string[]) => forward(encode({ ...text, asked }, vocabulary), network)?.logit;
    expect(logitOf([])).toBeTypeOf('number');
    // Words of neither side: they have no mark there and can only count by themselves.
    expect(logitOf(['free'])).not.toBe(logitOf([]));
    expect(logitOf(['free'])).not.toBe(logitOf(['moonlight']));
  });

  it('has no opinion without a passage or a word', () => {
    const loaded = networkOf(networkModelOf(someNetwork(), WORDS));
    expect(saysOfText({ ...text, passages: [] }, loaded)).toEqual(UNDECIDED);
    expect(
      saysOfText({ ...text, claim: { keys: [], values: [], traits: [] }, weights: [], known: [] }, loaded),
    ).toEqual(UNDECIDED);
  });

  it('is refused where weights are missing', () => {
    const model = networkModelOf(someNetwork(), WORDS);
    expect(() => networkOf({ ...model, words: 'bag free' })).toThrow(/2 words need/);
    const { gate: _gate, ...steps } = model.steps;
    expect(() => networkOf({ ...model, steps })).toThrow(/no step for its part "gate"/);
  });
});
