import { reasonInWords } from '../../core/escalation/index.js';
import type { AnswerOutcome, Stats } from '../../schema/index.js';
import { Card } from '../components/index.js';
import { Legend } from './legend.js';
import type { OverviewWords } from './overview-words.js';

/** What did not pass as the bot put it. */
const CHANGED: readonly AnswerOutcome[] = ['rewritten', 'not_verified', 'wrong_risk', 'blocked', 'escalated'];

interface Reason {
  label: string;
  total: number;
  parts: readonly { look: string; value: number }[];
}

interface Props {
  stats: Stats;
  words: OverviewWords;
}

/** Why answers were changed or held back, by what became of them. */
export const AnswerReasons = ({ stats, words }: Props) => {
  const { texts, lang } = words;
  const changed = stats.totals.answers.reasons.filter(({ outcome }) => CHANGED.includes(outcome));
  const reasons = [...new Set(changed.map(({ reason }) => reason))].map((reason) => {
    const parts = CHANGED.map((outcome) => ({
      look: `figure-${outcome}`,
      value: changed.find((one) => one.reason === reason && one.outcome === outcome)?.answers ?? 0,
    }));
    const total = parts.reduce((sum, { value }) => sum + value, 0);
    return { label: reasonInWords(reason, lang), total, parts };
  });
  const used = CHANGED.filter((outcome) => changed.some((one) => one.outcome === outcome));
  return (
    <Card title={texts.answer_reasons} titleId="answer-reasons">
      <ReasonTable title={texts.answer_reasons} counted={texts.answers} reasons={reasons} words={words} />
      <Legend entries={used.map((outcome) => ({ outcome, label: texts.outcomes[outcome] }))} target={null} />
    </Card>
  );
};

/** Why cases were opened. */
export const HandoffReasons = ({ stats, words }: Props) => {
  const { texts, lang } = words;
  const reasons = stats.totals.handoffs.reasons.map(({ reason, handoffs }) => ({
    label: reasonInWords(reason, lang),
    total: handoffs,
    parts: [{ look: 'figure-escalated', value: handoffs }],
  }));
  return (
    <Card title={texts.handoff_reasons} titleId="handoff-reasons">
      <ReasonTable title={texts.handoff_reasons} counted={texts.handoffs} reasons={reasons} words={words} />
    </Card>
  );
};

interface TableProps {
  title: string;
  counted: string;
  reasons: readonly Reason[];
  words: OverviewWords;
}

/** Bars that are a table: each has its reason and its number beside it. */
const ReasonTable = ({ title, counted, reasons, words: { texts, count } }: TableProps) => {
  if (reasons.length === 0) return <p class="chart-hint">{texts.no_reasons}</p>;
  const sorted = [...reasons].sort((a, b) => b.total - a.total);
  const most = sorted[0]?.total ?? 1;
  return (
    <table class="reasons">
      <caption class="visually-hidden">{title}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{texts.reason}</th>
          <th scope="col">{counted}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ label, total, parts }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>
              <Bar parts={parts} most={most} />
              <span class="reason-count">{count(total)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Bar = ({ parts, most }: { parts: Reason['parts']; most: number }) => {
  let start = 0;
  return (
    <svg class="reason-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ look, value }) => {
        const x = start;
        start += (value / most) * 100;
        return value === 0 ? null : (
          <rect class={look} x={x.toFixed(2)} y="0" width={(start - x).toFixed(2)} height="10" />
        );
      })}
    </svg>
  );
};
