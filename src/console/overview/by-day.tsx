import type { AnswerOutcome, Stats } from '../../schema/index.js';
import { Card, Table } from '../components/index.js';
import { axisOf, ColumnChart, roundTop } from './column-chart.js';
import { CONVERSATION_STACK, shownOutcomes } from './containment.js';
import { Legend } from './legend.js';
import type { OverviewWords } from './overview-words.js';

/** Answers of bots, from what was verified to what did not go out. */
const ANSWER_STACK: readonly AnswerOutcome[] = [
  'grounded',
  'rewritten',
  'no_claim',
  'not_verified',
  'wrong_risk',
  'blocked',
  'escalated',
];

interface Props {
  stats: Stats;
  words: OverviewWords;
}

/** Shares of each day's conversations, with the target across them. */
export const ConversationsByDay = ({ stats, words }: Props) => {
  const { texts, share, count, day } = words;
  const stack = shownOutcomes(CONVERSATION_STACK, stats.totals.conversations.by_outcome);
  const days = stats.groups.map(({ key, figures }) => {
    const { total, by_outcome } = figures.conversations;
    return {
      label: day(key),
      total,
      parts: stack.map((outcome) => ({
        outcome,
        label: texts.conversation_outcomes[outcome],
        value: total === 0 ? null : by_outcome[outcome] / total,
      })),
    };
  });
  const target = stats.containment_target;
  return (
    <Card title={texts.days_title} titleId="by-day">
      <p class="chart-hint">{texts.days_hint}</p>
      <ColumnChart
        label={texts.days_title}
        top={1}
        scale={[share(1), share(0.5), share(0)]}
        axis={axisOf(days.map(({ label }) => label))}
        line={target}
        columns={days.map(({ label, parts }) => ({
          title: `${label}: ${parts.map((part) => `${part.label} ${share(part.value)}`).join(', ')}`,
          parts: parts.map(({ outcome, value }) => ({ look: `figure-${outcome}`, value: value ?? 0 })),
        }))}
      />
      <Legend
        entries={stack.map((outcome) => ({
          outcome,
          label: texts.conversation_outcomes[outcome],
        }))}
        target={target === null ? null : texts.target_line(share(target))}
      />
      <AsTable
        words={words}
        caption={texts.days_title}
        columns={[
          texts.day,
          texts.conversations,
          ...stack.map((outcome) => texts.conversation_outcomes[outcome]),
        ]}
        rows={days.map(({ label, total, parts }) => [
          label,
          count(total),
          ...parts.map(({ value }) => share(value)),
        ])}
      />
    </Card>
  );
};

/** How many answers each day had, by what became of them. */
export const AnswersByDay = ({ stats, words }: Props) => {
  const { texts, count, day } = words;
  const stack = shownOutcomes(ANSWER_STACK, stats.totals.answers.by_outcome);
  const days = stats.groups.map(({ key, figures }) => ({
    label: day(key),
    total: figures.answers.total,
    by_outcome: figures.answers.by_outcome,
  }));
  const top = roundTop(Math.max(0, ...days.map(({ total }) => total)));
  return (
    <Card title={texts.answers_title} titleId="answers-by-day">
      <p class="chart-hint">{texts.answers_hint}</p>
      <ColumnChart
        label={texts.answers_title}
        top={top}
        scale={[count(top), count(top / 2), count(0)]}
        axis={axisOf(days.map(({ label }) => label))}
        columns={days.map(({ label, by_outcome }) => ({
          title: `${label}: ${stack.map((outcome) => `${texts.outcomes[outcome]} ${count(by_outcome[outcome])}`).join(', ')}`,
          parts: stack.map((outcome) => ({ look: `figure-${outcome}`, value: by_outcome[outcome] })),
        }))}
      />
      <Legend entries={stack.map((outcome) => ({ outcome, label: texts.outcomes[outcome] }))} target={null} />
      <AsTable
        words={words}
        caption={texts.answers_title}
        columns={[texts.day, texts.total, ...stack.map((outcome) => texts.outcomes[outcome])]}
        rows={days.map(({ label, total, by_outcome }) => [
          label,
          count(total),
          ...stack.map((outcome) => count(by_outcome[outcome])),
        ])}
      />
    </Card>
  );
};

interface AsTableProps {
  words: OverviewWords;
  caption: string;
  /** The first names the rows; the others are numbers. */
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** The figures of a chart, for those who would rather read them. */
export const AsTable = ({ words, caption, columns, rows }: AsTableProps) => (
  <details class="chart-table">
    <summary>{words.texts.as_table}</summary>
    <Table
      caption={words.texts.table_of(caption)}
      columns={columns.map((label, at) => ({ label, isNumber: at > 0 }))}
      rows={rows}
    />
  </details>
);
