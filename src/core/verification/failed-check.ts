import type { Claim, Verdict } from '../../schema/index.js';

/** The verdict of a claim that could not be checked: `unsupported`, `not_verified`, reason `check_failed:<detail>`. */
export const failedCheck = (
  claim: Pick<Claim, 'text' | 'start_char' | 'end_char'>,
  detail: string,
): Verdict => ({
  text: claim.text,
  start_char: claim.start_char,
  end_char: claim.end_char,
  label: 'unsupported',
  score: 0,
  band: 'not_verified',
  reason: `check_failed:${detail}`,
  findings: [],
  evidence: [],
});
