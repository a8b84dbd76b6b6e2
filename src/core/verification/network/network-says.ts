import type { CheckInput } from '../check.js';
import { type EncodedPassage, encode } from './encode.js';
import { forward, type Pass, type PassageWords, readPassageWords } from './forward.js';
import { contradictedShare, headsOf } from './heads.js';
import type { Network } from './network.js';
import { type LoadedNetwork, NetworkModel, networkOf } from './network-model.js';
import modelJson from './network-model.json' with { type: 'json' };
import { claimWords, type NetworkText, type NetworkWords, networkText } from './network-text.js';

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

const passOf = (text: NetworkText, { network, vocabulary }: LoadedNetwork): Pass | null =>
  forward(encode(text, vocabulary), network, (passage) => wordsOf(passage, network));

/** What a network says of a claim, probabilities in (0, 1). */
export interface NetworkSays {
  /** That it is not supported. */
  risk: number;
  /** That it is contradicted, if it is not supported. */
  contradicted: number;
}

/** What is said where there is no passage to read, or no network yet. */
export const UNDECIDED: NetworkSays = { risk: 0.5, contradicted: 0.5 };

/** What a pass says; null is none. */
export const saysOfPass = (pass: Pass | null, network: Network): NetworkSays =>
  pass === null
    ? UNDECIDED
    : { risk: 1 / (1 + Math.exp(-pass.logit)), contradicted: contradictedShare(headsOf(pass, network)) };

/** What a network by itself says of a claim. */
export const saysOfText = (text: NetworkText, network: LoadedNetwork): NetworkSays =>
  saysOfPass(passOf(text, network), network.network);

/** What the trained network says of a claim. */
export const networkSays = (input: CheckInput): NetworkSays =>
  saysOfText(networkText(input), trainedNetwork());

/** From this probability on that a word is what is wrong, people are told of it. */
const SUSPECTED_MIN = 0.4;

/** The words of a claim that the trained network suspects most to be what is wrong with it, as they stand there; null where none stand out. */
export const suspectedWord = (input: CheckInput): string | null => {
  const pass = passOf(networkText(input), trainedNetwork());
  if (pass === null || pass.suspicions.highest < Math.log(SUSPECTED_MIN / (1 - SUSPECTED_MIN))) return null;
  const words = claimWords(input.reading);
  const [word, next] = [words[pass.suspicions.at], words[pass.suspicions.at + 1]];
  if (word === undefined) return null;
  const { token, quantity } = word;
  if (quantity !== undefined) return quantity.text;
  if (token.concept === null) return token.is_content ? token.text : null;
  // A phrase that is one concept.
  const phrase = input.reading.tokens.filter(
    ({ start_char, concept }) =>
      start_char >= token.start_char &&
      start_char < (next?.token.start_char ?? Number.POSITIVE_INFINITY) &&
      concept === token.concept,
  );
  return input.claim.text.slice(token.start_char, phrase.at(-1)?.end_char);
};
