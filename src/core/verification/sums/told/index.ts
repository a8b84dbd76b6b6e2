export { type PlainSum, plainSum } from './plain-sum.js';
export type { ToldWhere } from './readings.js';
export type { ToldText } from './told-figures.js';
