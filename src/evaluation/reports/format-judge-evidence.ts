import type { JudgeEvidence, JudgeEvidenceOfAnswers } from '../judge-evidence.js';

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** What a judge is shown, as lines for a terminal. */
export const formatJudgeEvidence = (chars: number, of: JudgeEvidence): string =>
  [
    `what a judge is shown of ${of.claims} claims, with at most ${chars} characters of evidence`,
    `every quoted passage         ${percent(of.every_quote)}`,
    `a quoted passage             ${percent(of.a_quote)}`,
    `supported, quote near        ${percent(of.quote_near)}   (others stay open whatever the judge says)`,
    `characters, passages a call  ${of.mean_chars.toFixed(0)}, ${of.mean_passages.toFixed(0)}`,
  ].join('\n');

/** The same for answers. */
export const formatAnswerEvidence = (chars: number, of: JudgeEvidenceOfAnswers): string =>
  [
    `what a judge is shown of ${of.claims} claims of answers, with at most ${chars} characters of evidence`,
    `every file in force that decides  ${percent(of.every_file)}`,
    `characters a call                 ${of.mean_chars.toFixed(0)}`,
  ].join('\n');
