import type { CheckInput } from '../check.js';
import { type EncodedPassage, encode } from './encode.js';
import { forward, type PassageWords, readPassageWords } from './forward.js';
import type { Network } from './network.js';
import { type LoadedNetwork, NetworkModel, networkOf } from './network-model.js';
import modelJson from './network-model.json' with { type: 'json' };
import { type NetworkText, type NetworkWords, networkText } from './network-text.js';

let loaded: LoadedNetwork | null = null;

/** The trained network as it was written down; another training gives another text. */
export const networkContent = (): string => JSON.stringify(modelJson);

/** The trained network; read from the build once. */
export const trainedNetwork = (): LoadedNetwork => {
  loaded ??= networkOf(NetworkModel.parse(modelJson));
  return loaded;
};

/** Passages whose words are kept: 25 kB each in the mean. */
const KEPT_MAX = 1_000;
const NONE = new Float64Array(0);

/** Encodings of passages' words by network, oldest first: they do not depend on the claim. */
const encodings = new WeakMap<Network, Map<NetworkWords, PassageWords>>();

const wordsOf = (passage: EncodedPassage, network: Network): PassageWords => {
  const kept = encodings.get(network) ?? new Map<NetworkWords, PassageWords>();
  encodings.set(network, kept);
  const known = kept.get(passage.source);
  if (known !== undefined) return known;
  const { encoding, ownShare } = readPassageWords(passage, network);
  const read = { encoding: { word: NONE, context: NONE, out: encoding.out }, ownShare };
  if (kept.size >= KEPT_MAX)
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  kept.set(passage.source, read);
  return read;
};

/** Probability in (0, 1) that a claim is not supported, by a network alone; a half where there is no passage. */
export const riskOfText = (text: NetworkText, { network, vocabulary }: LoadedNetwork): number => {
  const pass = forward(encode(text, vocabulary), network, (passage) => wordsOf(passage, network));
  return pass === null ? 0.5 : 1 / (1 + Math.exp(-pass.logit));
};

/** What the trained network says of a claim: probability in (0, 1) that it is not supported. */
export const networkRisk = (input: CheckInput): number => riskOfText(networkText(input), trainedNetwork());
