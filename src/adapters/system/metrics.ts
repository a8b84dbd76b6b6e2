import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../../core/ports.js';

const PREFIX = 'plumbline_';

/** From a check (about a millisecond) to the longest wait for a bot. */
const BUCKETS_MS = [0.5, 1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000];

/** Waits for people: from seconds to a working day. */
const WAIT_BUCKETS_MS = [5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800].map(
  (s) => s * 1_000,
);

/** Buckets of what is not as quick as an answer. */
const OWN_BUCKETS: Readonly<Record<string, readonly number[]>> = {
  handoff_time_to_claim_ms: WAIT_BUCKETS_MS,
};

/** Names as Prometheus takes them. */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

type Labels = Record<string, string>;

interface Known<Metric> {
  metric: Metric;
  labelNames: readonly string[];
}

export interface PromMetricsOptions {
  /** Memory, event loop and garbage collection of the process as well. Default true. */
  processMetrics?: boolean;
}

/**
 * Counters, gauges and histograms by prom-client in a registry of their own. A metric's labels are those of its first use:
 * later ones that lack reads "", further ones are left out, so that counting never fails a request.
 * @throws {TypeError} for a name that Prometheus does not take, which is a fault of the caller's code.
 */
export function promMetrics(options: PromMetricsOptions = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Known<Counter>>();
  const gauges = new Map<string, Known<Gauge>>();
  const histograms = new Map<string, Known<Histogram>>();
  return {
    count: (name, labels = {}, by = 1) => {
      const { metric, labelNames } = knownOr(counters, name, labels, (settings) => new Counter(settings));
      metric.inc(fitted(labels, labelNames), by);
    },
    gauge: (name, value) => {
      knownOr(gauges, name, {}, (settings) => new Gauge(settings)).metric.set(value);
    },
    observe: (name, valueMs, labels = {}) => {
      const { metric, labelNames } = knownOr(
        histograms,
        name,
        labels,
        (settings) => new Histogram({ ...settings, buckets: [...(OWN_BUCKETS[name] ?? BUCKETS_MS)] }),
      );
      metric.observe(fitted(labels, labelNames), valueMs);
    },
    render: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  };

  function knownOr<Metric>(
    known: Map<string, Known<Metric>>,
    name: string,
    labels: Labels,
    make: (settings: { name: string; help: string; labelNames: string[]; registers: Registry[] }) => Metric,
  ): Known<Metric> {
    const found = known.get(name);
    if (found !== undefined) return found;
    if (!NAME.test(name)) throw new TypeError(`"${name}" is no name of a metric.`);
    const labelNames = Object.keys(labels);
    const help = name.replaceAll('_', ' ');
    const made = {
      metric: make({ name: PREFIX + name, help, labelNames, registers: [registry] }),
      labelNames,
    };
    known.set(name, made);
    return made;
  }
}

function fitted(labels: Labels, labelNames: readonly string[]): Labels {
  return Object.fromEntries(labelNames.map((name) => [name, labels[name] ?? '']));
}
