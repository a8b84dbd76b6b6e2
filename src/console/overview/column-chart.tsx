import { hundredth } from './hundredth.js';
import { TargetLine } from './target-line.js';

/** One column of a chart: its parts from the bottom up. */
export interface ChartColumn {
  /** What a pointer that rests on it is told. */
  title: string;
  parts: readonly { look: string; value: number }[];
  /** A mark above or within the parts: the most that there was. */
  mark?: number;
}

export interface ColumnChartProps {
  /** What the chart shows, for those who do not see it; a table beside it has the figures. */
  label: string;
  columns: readonly ChartColumn[];
  /** Value at the top of the scale. */
  top: number;
  /** Words at the top, the middle and the bottom of the scale. */
  scale: readonly [string, string, string];
  /** Words under the first, the middle and the last column. */
  axis: readonly string[];
  /** Value of a line across the columns. */
  line?: number | null;
}

const COLUMN = 10;
const HEIGHT = 100;

/** Stacked columns. The drawing stretches to its place; words stand beside it as text, so that they keep their size. */
export const ColumnChart = (props: ColumnChartProps) => {
  const { label, columns, top, scale, axis, line = null } = props;
  const width = columns.length * COLUMN;
  const y = (value: number): number => hundredth(HEIGHT - (value / top) * HEIGHT);
  return (
    <div class="chart">
      <div class="chart-scale" aria-hidden="true">
        {scale.map((words) => (
          <span>{words}</span>
        ))}
      </div>
      <svg
        class="chart-drawing"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {[0, HEIGHT / 2, HEIGHT].map((at) => (
          <line class="grid-line" x1="0" x2={width} y1={at} y2={at} />
        ))}
        {columns.map(({ title, parts, mark }, at) => {
          let below = 0;
          return (
            <g>
              <title>{title}</title>
              <rect class="chart-hit" x={at * COLUMN} y="0" width={COLUMN} height={HEIGHT} />
              {parts.map(({ look, value }) => {
                const base = below;
                below += value;
                return value === 0 ? null : (
                  <rect
                    class={look}
                    x={at * COLUMN + 1}
                    y={y(below)}
                    width={COLUMN - 2}
                    height={hundredth(y(base) - y(below))}
                  />
                );
              })}
              {mark === undefined || mark === 0 ? null : (
                <line
                  class="mark-line"
                  x1={at * COLUMN + 1}
                  x2={(at + 1) * COLUMN - 1}
                  y1={y(mark)}
                  y2={y(mark)}
                />
              )}
            </g>
          );
        })}
        {line === null ? null : <TargetLine x1={0} x2={width} y1={y(line)} y2={y(line)} />}
      </svg>
      <div class="chart-axis" aria-hidden="true">
        {axis.map((words) => (
          <span>{words}</span>
        ))}
      </div>
    </div>
  );
};

/** The first, the middle and the last of a row of words; fewer where there are fewer. */
export const axisOf = (words: readonly string[]): string[] => {
  const places = new Set([0, Math.floor((words.length - 1) / 2), words.length - 1]);
  return [...places].flatMap((at) => words[at] ?? []);
};

/** The next round number (1, 2 or 5, and zeros) at or above a value, at least 2 so that its half is whole. */
export const roundTop = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  const step = [2, 4, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
};
