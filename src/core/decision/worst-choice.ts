import type { RecordedChoice } from '../../schema/index.js';
import { severity } from './severity.js';

/** False for what passes although it was not verified. */
export const isVerifiedChoice = ({ decision, reason }: RecordedChoice): boolean =>
  decision !== 'pass' || (reason !== 'not_verified' && !reason.startsWith('check_failed:'));

/** The choice whose decision counts for the answer: the first of the most severe. */
export const worstChoice = (choices: readonly RecordedChoice[]): RecordedChoice | null =>
  choices.reduce<RecordedChoice | null>(
    (worst, choice) =>
      worst === null ||
      severity(choice.decision) > severity(worst.decision) ||
      // Among passes the one that was not verified says more.
      (choice.decision === worst.decision && isVerifiedChoice(worst) && !isVerifiedChoice(choice))
        ? choice
        : worst,
    null,
  );
