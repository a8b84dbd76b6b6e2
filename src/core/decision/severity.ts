import { DecisionAction, type VerdictLabel } from '../../schema/index.js';

/** Position in `pass < rewrite < escalate < block`. */
export const severity = (action: DecisionAction): number => DecisionAction.options.indexOf(action);

/** The more severe of two actions. */
export const moreSevere = (a: DecisionAction, b: DecisionAction): DecisionAction =>
  severity(a) >= severity(b) ? a : b;

const LABEL_ORDER: readonly VerdictLabel[] = ['supported', 'unsupported', 'contradicted'];

/** Position in `supported < unsupported < contradicted`. */
export const labelSeverity = (label: VerdictLabel): number => LABEL_ORDER.indexOf(label);
