import type { Stats } from '../../schema/index.js';
import { Card } from '../components/index.js';
import { AsTable } from './by-day.js';
import { axisOf, ColumnChart, roundTop } from './column-chart.js';
import type { OverviewWords } from './overview-words.js';

/** What waits at each hour of the day, above who is there to take it. */
export const ByHour = ({ stats, words }: { stats: Stats; words: OverviewWords }) => {
  const { texts, mean, count } = words;
  const hours = stats.groups.map(({ key, figures: { handoffs } }) => ({
    label: `${key}:00`,
    backlog: handoffs.backlog,
    agents: handoffs.agents,
  }));
  const axis = axisOf(hours.map(({ label }) => label));
  const chartOf = (of: 'backlog' | 'agents') => {
    const top = roundTop(Math.max(0, ...hours.map((hour) => hour[of].max)));
    return (
      <figure class="chart-figure">
        <figcaption>
          {texts[of]}
          <span class="chart-hint">{texts.bars_and_marks}</span>
        </figcaption>
        <ColumnChart
          label={texts[of]}
          top={top}
          scale={[count(top), count(top / 2), count(0)]}
          axis={axis}
          columns={hours.map((hour) => ({
            title: `${hour.label}: ${texts[`${of}_mean`]} ${mean(hour[of].mean)}, ${texts[`${of}_max`]} ${count(hour[of].max)}`,
            parts: [{ look: `figure-${of}`, value: hour[of].mean ?? 0 }],
            mark: hour[of].max,
          }))}
        />
      </figure>
    );
  };
  return (
    <Card title={texts.hours_title} titleId="by-hour">
      <p class="chart-hint">{texts.hours_hint}</p>
      <div class="hour-charts">
        {chartOf('backlog')}
        {chartOf('agents')}
      </div>
      <AsTable
        words={words}
        caption={texts.hours_title}
        columns={[texts.hour, texts.backlog_mean, texts.backlog_max, texts.agents_mean, texts.agents_max]}
        rows={hours.map(({ label, backlog, agents }) => [
          label,
          mean(backlog.mean),
          count(backlog.max),
          mean(agents.mean),
          count(agents.max),
        ])}
      />
    </Card>
  );
};
