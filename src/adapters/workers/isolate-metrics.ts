import type { Metrics } from '../../core/ports.js';

const PREFIX = 'plumbline_';

interface Series {
  labels: string;
  count: number;
  sum: number;
}

/**
 * Counters and summaries of this isolate, in Prometheus' text form. Cloudflare runs many isolates and ends them at
 * will, so these are samples for a look, not totals.
 */
export function isolateMetrics(): Metrics {
  const counters = new Map<string, Map<string, Series>>();
  const gauges = new Map<string, number>();
  const summaries = new Map<string, Map<string, Series>>();
  return {
    count: (name, labels = {}, by = 1) => {
      seriesOf(counters, name, labels).count += by;
    },
    gauge: (name, value) => {
      gauges.set(name, value);
    },
    observe: (name, valueMs, labels = {}) => {
      const series = seriesOf(summaries, name, labels);
      series.count += 1;
      series.sum += valueMs;
    },
    render: async () => ({
      body: [
        ...rendered(counters, 'counter', ({ labels, count }, name) => [`${name}${labels} ${count}`]),
        ...[...gauges].flatMap(([name, value]) => [
          `# TYPE ${PREFIX}${name} gauge`,
          `${PREFIX}${name} ${value}`,
        ]),
        ...rendered(summaries, 'summary', ({ labels, count, sum }, name) => [
          `${name}_sum${labels} ${sum}`,
          `${name}_count${labels} ${count}`,
        ]),
        '',
      ].join('\n'),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
    }),
  };
}

function seriesOf(
  metrics: Map<string, Map<string, Series>>,
  name: string,
  labels: Record<string, string>,
): Series {
  const ofName = metrics.get(name) ?? new Map<string, Series>();
  metrics.set(name, ofName);
  const key = labelText(labels);
  const series = ofName.get(key) ?? { labels: key, count: 0, sum: 0 };
  ofName.set(key, series);
  return series;
}

function rendered(
  metrics: Map<string, Map<string, Series>>,
  type: 'counter' | 'summary',
  lines: (series: Series, name: string) => string[],
): string[] {
  return [...metrics].flatMap(([name, series]) => [
    `# TYPE ${PREFIX}${name} ${type}`,
    ...[...series.values()].flatMap((one) => lines(one, PREFIX + name)),
  ]);
}

function labelText(labels: Record<string, string>): string {
  const escaped = (value: string) =>
    value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
