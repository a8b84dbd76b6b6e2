export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

export interface Ids {
  /** A UUID version 7: unique, and sorted by time of making. */
  next(): string;
}

/** Where the log lines go: ids and codes, never the text of an answer. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Holds callers to a rate. */
export interface RateLimiter {
  /** Takes one request's share of an id: 0, or without one left the milliseconds until there is. */
  take(id: string): number;
}

/** Counters, gauges and histograms; names without the `plumbline_` prefix. */
export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void;
  /** Sets what is measured at this moment. */
  gauge(name: string, value: number): void;
  /** Duration in milliseconds. */
  observe(name: string, valueMs: number, labels?: Record<string, string>): void;
  /** The exposition text of `/metrics` and its content type. */
  render(): Promise<{ body: string; contentType: string }>;
}

/** Bounds the wait for what lies outside. */
export interface Deadline {
  /** What `run` comes to, or that it came late: its signal is then aborted, and nobody waits for it any more. */
  within<Value>(
    run: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<{ isLate: false; value: Value } | { isLate: true }>;
}
