export { type Applied, applyChange, isOpen } from './apply-change.js';
export type { FloorChange, HandoffChange, NewEvent, NewHandoff, Refusal, Step } from './change.js';
export { openHandoff } from './open-handoff.js';
export { type HandoffsReport, verifyHandoffs } from './verify-handoffs.js';
