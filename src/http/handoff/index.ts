export { beginAnswer, type HandoffCall } from './begin-answer.js';
export type { CallHandoff } from './call-handoff.js';
export { type OwnAnswer, OwnText, type OwnWords, ownChoice } from './own-answer.js';
export { findTalk, type Talk, takesHandoffs } from './talk.js';
export { ownAnswerOf } from './who-answers.js';
