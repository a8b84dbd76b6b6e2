export {
  askedParts,
  type Comparison,
  claimParts,
  type Noise,
  passageParts,
  type SideParts,
} from './compare.js';
export {
  type EncodedClaim,
  type EncodedPassage,
  encode,
  FIRST_WORD,
  MARKS,
  MATCH,
  UNKNOWN,
  type Vocabulary,
  vocabularyKey,
} from './encode.js';
export type { Encoding } from './encoding.js';
export { forward, type Pass, type PassagePass } from './forward.js';
export { headsOf } from './heads.js';
export {
  ASKED_FLAGS,
  CLAIM_FLAGS,
  LABELS,
  type Layout,
  layoutOf,
  type Matrices,
  matricesOf,
  PASSAGE_FLAGS,
} from './layout.js';
export { type Network, networkWith } from './network.js';
export { type LoadedNetwork, NetworkModel, networkModelOf, networkOf } from './network-model.js';
export {
  type NetworkSays,
  networkContent,
  networkSays,
  saysOfPass,
  saysOfText,
  suspectedWord,
  trainedNetwork,
  UNDECIDED,
} from './network-says.js';
export { type NetworkText, type NetworkWords, networkText } from './network-text.js';
export { addOuter, addProducts, addTransposed, leaky, SLOPE } from './vectors/index.js';
export { TRAIT_VALUES, traitPlaces, traitsOf } from './word-traits.js';
