import type {
  Clock,
  Deadline,
  Metrics,
  ModelCost,
  ModelFailure,
  ModelReply,
  ModelRequest,
} from '../../core/ports.js';
import type { ChatModelSettings } from '../../schema/index.js';
import { callSlots } from './call-slots.js';
import { circuitBreaker } from './circuit-breaker.js';
import type { CallOutcome, ModelCall } from './model-call.js';
import { retriedCall, type Wait } from './retried-call.js';
import { tokenBudget } from './token-budget.js';

/** What limits and figures go by; the rest of a request is between who asks and who answers. */
type Guarded = Pick<ModelRequest, 'tenant' | 'stage'>;

export interface GuardedModelOptions<Request extends Guarded = ModelRequest> {
  id: string;
  call: ModelCall<Request>;
  settings: Pick<
    ChatModelSettings,
    | 'timeout_ms'
    | 'retries'
    | 'concurrency'
    | 'circuit_failures'
    | 'circuit_pause_ms'
    | 'tokens_per_day'
    | 'price_per_million'
  >;
  /** Null: waits as long as it takes. */
  deadline: Deadline | null;
  clock: Clock;
  wait: Wait;
  metrics?: Metrics;
}

/** Failures that say that the service itself is in trouble: they open the circuit. */
const DOWN: readonly ModelFailure[] = ['late', 'unavailable', 'rate_limited', 'rejected'];

/** A model or service that is asked within its limits; of a chat model a `StructuredModel`. */
export interface GuardedModel<Request> {
  readonly id: string;
  /** @throws the signal's reason when it is aborted. */
  ask(request: Request, signal: AbortSignal): Promise<ModelReply>;
}

/** A model behind a deadline, tries, a limit of calls at once, a circuit breaker and the tenants' budgets. */
export const guardedModel = <Request extends Guarded = ModelRequest>(
  options: GuardedModelOptions<Request>,
): GuardedModel<Request> => {
  const { id, call, settings, deadline, clock, wait, metrics } = options;
  const slots = callSlots(settings.concurrency);
  const budget = tokenBudget(settings.tokens_per_day, clock);
  const breaker = circuitBreaker(
    { failures: settings.circuit_failures, pauseMs: settings.circuit_pause_ms },
    clock,
  );
  const ask = async (request: Request, signal: AbortSignal): Promise<ModelReply> => {
    signal.throwIfAborted();
    const startMs = clock.nowMs();
    const cost: ModelCost = {
      calls: 0,
      input_tokens: 0,
      output_tokens: 0,
      cost: priceOf(0, 0, settings),
      duration_ms: 0,
    };
    if (!budget.hasLeft(request.tenant)) return { isAnswered: false, failure: 'over_budget', cost };
    if (!breaker.allows()) return { isAnswered: false, failure: 'circuit_open', cost };
    const counted: ModelCall<Request> = (asked, bounded) => {
      cost.calls += 1;
      return call(asked, bounded);
    };
    const onCall = ({ tokens }: CallOutcome): void => {
      cost.input_tokens += tokens.input_tokens;
      cost.output_tokens += tokens.output_tokens;
    };
    const leftMs = (): number =>
      deadline === null ? Number.POSITIVE_INFINITY : settings.timeout_ms - (clock.nowMs() - startMs);
    const tried = retriedCall(counted, { retries: settings.retries, wait, leftMs, onCall });
    const run = (bounded: AbortSignal): Promise<CallOutcome> =>
      slots.run(() => tried(request, bounded), bounded);
    let outcome: CallOutcome | null = null;
    let isCalledOff = true;
    try {
      const ended =
        deadline === null
          ? { isLate: false as const, value: await run(signal) }
          : await deadline.within(run, signal);
      outcome = ended.isLate ? null : ended.value;
      isCalledOff = false;
    } finally {
      if (isCalledOff) breaker.note(null);
      budget.spend(request.tenant, cost.input_tokens + cost.output_tokens);
    }
    const failure = outcome === null ? 'late' : outcome.isAnswered ? null : outcome.failure;
    breaker.note(failure === null || !DOWN.includes(failure));
    cost.cost = priceOf(cost.input_tokens, cost.output_tokens, settings);
    cost.duration_ms = Math.max(0, clock.nowMs() - startMs);
    return outcome?.isAnswered === true
      ? { isAnswered: true, value: outcome.value, cost }
      : { isAnswered: false, failure: failure ?? 'unreadable', cost };
  };
  return {
    id,
    ask: async (request, signal) => {
      const reply = await ask(request, signal);
      if (metrics !== undefined) countReply(metrics, request, reply);
      return reply;
    },
  };
};

const priceOf = (
  inputTokens: number,
  outputTokens: number,
  { price_per_million: price }: Pick<ChatModelSettings, 'price_per_million'>,
): number | null =>
  price === undefined ? null : (inputTokens * price.input + outputTokens * price.output) / 1_000_000;

const countReply = (metrics: Metrics, { stage }: Guarded, reply: ModelReply): void => {
  const { cost } = reply;
  metrics.count('model_requests_total', { stage, result: reply.isAnswered ? 'answered' : reply.failure });
  metrics.count('model_calls_total', { stage }, cost.calls);
  metrics.count('model_tokens_total', { stage, direction: 'input' }, cost.input_tokens);
  metrics.count('model_tokens_total', { stage, direction: 'output' }, cost.output_tokens);
  if (cost.cost !== null) metrics.count('model_cost_total', { stage }, cost.cost);
  metrics.observe('model_duration_ms', cost.duration_ms, { stage });
};
