export {
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
export { CLAIM_FLAGS, type Layout, layoutOf, type Matrices, matricesOf, PASSAGE_FLAGS } from './layout.js';
export { type Network, networkWith } from './network.js';
export { type LoadedNetwork, NetworkModel, networkModelOf, networkOf } from './network-model.js';
export { networkContent, networkRisk, riskOfText, suspectedWord, trainedNetwork } from './network-risk.js';
export { type NetworkText, type NetworkWords, networkText } from './network-text.js';
export { addOuter, addProducts, addTransposed, SLOPE } from './vectors/index.js';
export { TRAIT_VALUES, traitPlaces, traitsOf } from './word-traits.js';
