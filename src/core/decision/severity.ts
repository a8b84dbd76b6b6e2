import { DecisionAction } from '../../schema/index.js';

/** Position in `pass < rewrite < escalate < block`. */
export const severity = (action: DecisionAction): number => DecisionAction.options.indexOf(action);
