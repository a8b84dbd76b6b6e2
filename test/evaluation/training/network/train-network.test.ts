import { describe, expect, it } from 'vitest';
import {
  type EncodedClaim,
  encode,
  FIRST_WORD,
  forward,
  headsOf,
  LABELS,
  layoutOf,
  type Network,
  type NetworkText,
  type Noise,
  networkWith,
  saysOfPass,
} from '../../../../src/core/verification/network/index.js';
import { seededRandom } from '../../../../src/evaluation/measures/metrics.js';
import { addGradient } from '../../../../src/evaluation/training/network/backward.js';
import { lossSlopes, type Target } from '../../../../src/evaluation/training/network/losses.js';
import { packClaims, unpackClaim } from '../../../../src/evaluation/training/network/packed-claims.js';
import { dropout, NETWORK, trainNetwork } from '../../../../src/evaluation/training/network/train-network.js';

const WORDS = ['bag', 'free', 'fee', 'allow', 'not', 'pet', 'cabin'];
const vocabulary = new Map(WORDS.map((word, i) => [word, i + FIRST_WORD]));
const words = WORDS.length + FIRST_WORD;

const text = (claim: string[], ...passages: string[][]): NetworkText => ({
  claim: { keys: claim, values: claim.map(() => null), traits: claim.map((_, i) => 512 * i + i) },
  weights: claim.map((_, i) => (i % 3) / 2),
  known: claim.map((key) => key !== 'moon'),
  passages: passages.map((keys, k) => ({
    words: { keys, values: keys.map(() => null), traits: keys.map((_, i) => 300 * i) },
    own: keys.length - 1,
    coverage: 0.5 + k / 10,
    found: 1 - k / 2,
    is_row: k === 1,
  })),
  asked: ['fee', 'cabin'],
});

const KINDS = 2;
const SHARES = { suspicion: 0.4, label: 0.3, kind: 0.2, changed: 4 };

const someNetwork = (width: number): Network => {
  const layout = layoutOf(words, width, KINDS);
  const random = seededRandom(5);
  return networkWith(
    layout,
    Float64Array.from({ length: layout.total }, () => random() * 1.2 - 0.6),
  );
};

/** A claim that is wrong by its third word. */
const TARGET: Target = {
  ...{ is_wrong: true, label: 1, kind: 1, weight: 2 },
  changed: Int8Array.from([0, 0, 1, 0]),
};
const SCALE = { scale: 0.5, words: 20 };

const logistic = (logit: number, isTrue: boolean): number => Math.log(1 + Math.exp(isTrue ? -logit : logit));
const crossEntropy = (values: Float64Array, right: number): number =>
  Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0)) - (values[right] ?? 0);

/** The loss of `TARGET`, with its scale. */
const lossOf = (input: EncodedClaim, network: Network, noise?: Noise): number => {
  const pass = forward(input, network, undefined, noise);
  if (pass === null) throw new Error('there are passages');
  const heads = headsOf(pass, network);
  const words = pass.suspicions.each.reduce((sum, logit, i) => {
    const isChanged = TARGET.changed?.[i] === 1;
    return sum + TARGET.weight * (isChanged ? SHARES.changed : 1) * logistic(logit, isChanged);
  }, 0);
  const claim =
    logistic(pass.logit, true) +
    SHARES.label * crossEntropy(heads.subarray(0, LABELS), TARGET.label) +
    SHARES.kind * crossEntropy(heads.subarray(LABELS), TARGET.kind);
  return TARGET.weight * SCALE.scale * claim + (SHARES.suspicion * words) / SCALE.words;
};

/** Numbers that are dropped or made up for, the same at every pass. */
const sameNoise = (): Noise | undefined => dropout(0.3, seededRandom(11));

describe('the gradient of the network', () => {
  it.each([
    ['as it is in use', () => undefined],
    ['while some of its numbers are dropped', sameNoise],
  ])('is what the loss changes by, for every kind of weight, %s', (_, noise) => {
    const network = someNetwork(3);
    const input = encode(
      text(['bag', 'free', 'moon', 'not'], ['fee', 'bag', 'not', 'cabin'], ['pet', 'allow', 'free', 'bag']),
      vocabulary,
    );
    const pass = forward(input, network, undefined, noise());
    if (pass === null) throw new Error('there are passages');
    const slopes = networkWith(network.layout, new Float64Array(network.layout.total));
    const told = { ...pass, suspicions: pass.suspicions.each, heads: headsOf(pass, network) };
    addGradient(input, pass, network, lossSlopes(told, TARGET, SHARES, SCALE), slopes);
    const step = 1e-5;
    for (const [place, slope] of slopes.weights.entries()) {
      const at = (change: number): number => {
        const weights = network.weights.slice();
        weights[place] = (weights[place] ?? 0) + change;
        return lossOf(input, networkWith(network.layout, weights), noise());
      };
      const measured = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(measured - slope), `weight ${place}`).toBeLessThan(1e-6 + 1e-4 * Math.abs(measured));
    }
  });
});

describe('claims behind each other', () => {
  it('come out as they were put in', () => {
    const inputs = [
      encode(text(['bag', 'free'], ['fee', 'bag', 'not'], ['pet', 'moon']), vocabulary),
      encode(text(['moon']), vocabulary),
      encode(text(['pet', 'not', 'allow'], ['cabin', 'pet']), vocabulary),
    ];
    const packed = packClaims(inputs);
    for (const [i, { ids, traits, marks, asked, passages }] of inputs.entries())
      expect(unpackClaim(packed, i)).toEqual({
        ids,
        traits,
        marks,
        asked,
        passages: passages.map((passage) => ({ ...passage, source: { keys: [], values: [], traits: [] } })),
      });
  });
});

describe('fitting the network', () => {
  const rows = Array.from({ length: 256 }, (_, i) => {
    const isWrong = i % 2 === 1;
    const thing = WORDS[i % 3 === 0 ? 0 : i % 3 === 1 ? 5 : 6] ?? 'bag';
    const claim = isWrong === i % 4 < 2 ? [thing, 'allow'] : [thing, 'not', 'allow'];
    const passage = i % 4 < 2 ? [thing, 'not', 'allow', 'fee'] : [thing, 'allow', 'fee'];
    return {
      ...{ input: encode(text(claim, passage), vocabulary), place: i, weight: 1 },
      ...{ is_wrong: isWrong, label: isWrong ? 1 : 0, kind: isWrong ? 0 : -1, changed: null },
    };
  });
  const claims = packClaims(rows.map(({ input }) => input));
  const options = { ...NETWORK, width: 8, epochs: 30, batch: 16, learning_rate: 0.01 };

  it('learns that a denial on one side alone is wrong', () => {
    const network = networkWith(
      layoutOf(words, options.width),
      trainNetwork({ claims, rows, words, kinds: 1 }, options),
    );
    const right = rows.filter(
      ({ input, is_wrong }) => (forward(input, network)?.logit ?? 0) > 0 === is_wrong,
    );
    expect(right.length).toBeGreaterThan(240);
  });

  it('tells what is contradicted from what no passage speaks of, and keeps the heads for it', () => {
    const some = rows.map((row, i) => {
      const isAbsent = i % 4 === 3;
      const input = encode(
        text(isAbsent ? ['cabin', 'allow'] : ['pet', 'allow'], ['pet', 'not', 'allow']),
        vocabulary,
      );
      return { ...row, input, is_wrong: true, label: isAbsent ? 2 : 1, kind: 0 };
    });
    const network = networkWith(
      layoutOf(words, options.width),
      trainNetwork(
        { claims: packClaims(some.map(({ input }) => input)), rows: some, words, kinds: 1 },
        options,
      ),
    );
    for (const [at, isContradicted] of [
      [0, true],
      [3, false],
    ] as const) {
      const said = saysOfPass(forward(some[at]?.input as EncodedClaim, network), network);
      expect(said.contradicted > 0.5, `claim ${at}`).toBe(isContradicted);
    }
  });

  it('gives the same weights for the same rows', () => {
    const few = { ...options, epochs: 2 };
    expect(trainNetwork({ claims, rows, words, kinds: 1 }, few)).toEqual(
      trainNetwork({ claims, rows, words, kinds: 1 }, few),
    );
  });
});
