export { handoffTriggers } from './handoff-triggers.js';
export type { CustomerTurn, TriggerInput } from './trigger-input.js';
