// Not through the folders' indexes, which are the doors for Node: this runs on Workers too.
import { type GraderCallRequest, graderCall } from '../adapters/graders/grader-call.js';
import { openService } from '../adapters/graders/open-service.js';
import { remoteScores } from '../adapters/graders/remote-scores.js';
import { GRADER_STAGE, scoredGrader } from '../adapters/graders/scored-grader.js';
import { guardedModel } from '../adapters/models/guarded-model.js';
import { GroundingError } from '../core/errors.js';
import type { Clock, Deadline, Metrics, OutboundHttp } from '../core/ports.js';
import type { ClaimGrader, ModelTier } from '../core/verification/judge/index.js';
import { type Config, graderSettings, type RemoteGraderSettings } from '../schema/index.js';

export interface RemoteGraderOptions {
  http: OutboundHttp;
  clock: Clock;
  /** A deadline of so many milliseconds. */
  deadlineAfter: (ms: number) => Deadline;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The value of an environment variable or a Worker’s secret; null where it is not set, or empty. */
  readSecret: (variable: string) => string | null;
  metrics?: Metrics;
}

/** Each call has a deadline of its own, and all calls of a request begin together. */
const BOUNDED_BY_ITS_CALLS: Deadline = {
  within: async (run, signal) => ({ isLate: false, value: await run(signal) }),
};

/**
 * A service outside as a grader: each of its calls behind a deadline, tries, a limit of calls at once and a circuit breaker.
 * @throws {GroundingError} config-invalid: a key that is not set or cannot be read.
 */
export const openRemoteGrader = (
  settings: RemoteGraderSettings,
  { http, clock, deadlineAfter, wait, readSecret, metrics }: RemoteGraderOptions,
): ClaimGrader => {
  const { timeout_ms, languages, price_per_million_chars: price } = settings;
  const { service, credential } = openService(settings, { http, clock, readSecret });
  const guarded = guardedModel<GraderCallRequest>({
    id: service.model,
    call: graderCall(service, { credential, http, clock, timeout_ms }),
    settings: { ...settings, tokens_per_day: null },
    deadline: deadlineAfter(timeout_ms),
    clock,
    wait,
  });
  return scoredGrader({
    model: service.model,
    form: service.wire,
    settings: { languages, limits: service.limits },
    thresholds: {
      supported_from: settings.supported_from,
      // The others give no such probability, so that this is never looked at.
      contradicted_from: settings.kind === 'http' ? settings.contradicted_from : 1,
      unsupported_below: settings.unsupported_below,
    },
    score: remoteScores(service, {
      languages,
      ask: (question, tenant, signal) => guarded.ask({ tenant, stage: GRADER_STAGE, question }, signal),
    }),
    deadline: BOUNDED_BY_ITS_CALLS,
    clock,
    costOf: (_calls, chars) => (price === undefined ? null : (chars * price) / 1_000_000),
    ...(metrics === undefined ? {} : { metrics }),
  });
};

/**
 * The model tier of a Worker with a service as its grader and no judge; none without a grader.
 * @throws {GroundingError} config-invalid.
 */
export const remoteTier = (config: Config, options: RemoteGraderOptions): { models?: ModelTier } => {
  const { grader } = config.verification;
  if (grader === null) return {};
  const settings = graderSettings(grader);
  if (settings.kind === 'onnx')
    throw new GroundingError('config-invalid', {
      detail: '"verification.grader": a local model runs on Node only.',
    });
  const { claims, evidence_chars, group_chars } = settings;
  // A call whose caller hangs up ends with its invocation, and would keep its place among those at once for good.
  const unqueued = { ...settings, concurrency: Number.MAX_SAFE_INTEGER };
  const stage = { grader: openRemoteGrader(unqueued, options), claims, evidence_chars };
  return { models: { stages: [stage], group_chars } };
};

/** Kind and place of a service, as people name it: "bedrock:gr1a2b3c", "http:grader.example.com". */
export const remoteGraderName = (settings: RemoteGraderSettings): string => {
  switch (settings.kind) {
    case 'bedrock':
      return `bedrock:${settings.guardrail_id}`;
    case 'vertex':
      return `vertex:${settings.project}`;
    case 'azure':
    case 'lettucedetect':
      return `${settings.kind}:${new URL(settings.base_url).host}`;
    case 'http':
      return `http:${new URL(settings.url).host}`;
    default:
      return settings satisfies never;
  }
};
