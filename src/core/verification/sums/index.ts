export type { Derivation } from './best-sum.js';
export { deriveSum } from './derive-sum.js';
export { type PassageFigures, sumFigures } from './figures.js';
export { SUM_FEATURES, sumFeatures } from './sum-features.js';
