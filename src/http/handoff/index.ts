export { beginAnswer, type HandoffCall } from './begin-answer.js';
export type { CallHandoff } from './call-handoff.js';
export { displacedWords } from './displaced.js';
export { FloorText } from './floor-text.js';
export { FloorWatch } from './floor-watch.js';
export { type OwnAnswer, OwnText, type OwnWords, ownChoice, saying } from './own-answer.js';
export { findTalk, type Talk, takesHandoffs } from './talk.js';
export { ownAnswerOf } from './who-answers.js';
