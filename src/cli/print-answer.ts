import type { GroundedAnswer, Verdict } from '../schema/index.js';
import type { Out } from './outcome.js';

const SIGN: Record<Verdict['band'], string> = { verified: '✓', not_verified: '?', failing: '✗' };

const claimLines = (verdict: Verdict): string[] => [
  `  ${SIGN[verdict.band]} ${verdict.label} (${verdict.score.toFixed(2)}): ${verdict.text.replace(/\s+/g, ' ')}`,
  ...verdict.findings.map((finding) => `      ${finding.kind}: ${finding.message}`),
  ...verdict.evidence
    .slice(0, 2)
    .map(
      (evidence) =>
        `      ${evidence.relation} – ${evidence.source}, ${evidence.section}: “${evidence.quote.replace(/\s+/g, ' ')}”`,
    ),
];

/** A grounded answer for people: decision, claims with what decided them, and the text that the customer would see. */
export const printAnswer = (answer: GroundedAnswer, out: Out): void => {
  const groundedness = answer.groundedness === null ? 'no claims' : answer.groundedness.toFixed(2);
  out(`${answer.decision} – ${answer.reason} (groundedness: ${groundedness})`);
  for (const verdict of answer.claims) for (const line of claimLines(verdict)) out(line);
  if (answer.answer !== answer.original_answer) {
    out('The customer would see:');
    for (const line of answer.answer.split('\n')) out(`  ${line}`);
  }
};
