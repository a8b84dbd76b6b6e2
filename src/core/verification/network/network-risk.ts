import type { CheckInput } from '../check.js';
import { type EncodedPassage, encode } from './encode.js';
import { type Encoding, encodePassageWords } from './encoding.js';
import { forward } from './forward.js';
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

/** Passages whose words are kept encoded: 12 kB each. */
const KEPT_MAX = 2_000;
const NONE = new Float64Array(0);

/** Encodings of passages' words by network, oldest first: they do not depend on the claim. */
const encodings = new WeakMap<Network, Map<NetworkWords, Encoding>>();

const encodingOf = (passage: EncodedPassage, network: Network): Encoding => {
  const kept = encodings.get(network) ?? new Map<NetworkWords, Encoding>();
  encodings.set(network, kept);
  const known = kept.get(passage.source);
  if (known !== undefined) return known;
  const { out } = encodePassageWords(passage, network);
  const encoding = { word: NONE, context: NONE, out };
  if (kept.size >= KEPT_MAX)
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  kept.set(passage.source, encoding);
  return encoding;
};

/** Probability in (0, 1) that a claim is not supported, by a network alone; a half where there is no passage. */
export const riskOfText = (text: NetworkText, { network, vocabulary }: LoadedNetwork): number => {
  const pass = forward(encode(text, vocabulary), network, (passage) => encodingOf(passage, network));
  return pass === null ? 0.5 : 1 / (1 + Math.exp(-pass.logit));
};

/** What the trained network says of a claim: probability in (0, 1) that it is not supported. */
export const networkRisk = (input: CheckInput): number => riskOfText(networkText(input), trainedNetwork());
