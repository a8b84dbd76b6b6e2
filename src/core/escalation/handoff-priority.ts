import type { HandoffPriority } from '../../schema/index.js';

/** In what order a case is to be taken, by its reason: danger first, then grief and rights that have deadlines. */
export const handoffPriority = (reason: string): HandoffPriority => {
  if (reason === 'distress:emergency') return 'urgent';
  return reason.startsWith('distress') || reason.startsWith('legal_right') ? 'high' : 'normal';
};
