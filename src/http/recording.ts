import { isVerifiedChoice, worstChoice } from '../core/decision/index.js';
import { faultForLog, GroundingError } from '../core/errors.js';
import { REWRITER_STAGE } from '../core/rewriting/index.js';
import type {
  AuditRecord,
  ConversationTurn,
  DecisionAction,
  DecisionReason,
  HandoffSummary,
  Language,
  ModelUse,
  RecordedChoice,
} from '../schema/index.js';
import type { AppDeps } from './deps.js';
import type { CallHandoff, HeldOff } from './handoff/index.js';
import type { RouteSettings } from './route-settings.js';
import type { Principal } from './security.js';

/** One call that may bring an answer: what its record says whatever happens next. */
export interface AnswerCall {
  id: string;
  principal: Principal;
  route: RouteSettings;
  endpoint: string;
  conversation_id: string | null;
  streamed: boolean;
  as_of: string;
  knowledge_base: string;
  turns: readonly ConversationTurn[];
  opened_at_ms: number;
  /** Reading of the stopwatch at the start, or null without one. */
  startedAt: number | null;
  /** False where no bot is asked. */
  isProxied: boolean;
  model: string | null;
  upstreamStatus: number | null;
  /** The handoff that the answer may come to; null for a call that brings none that is checked. */
  handoff: CallHandoff | null;
}

export type NewCall = Omit<AnswerCall, 'id' | 'opened_at_ms' | 'startedAt' | 'upstreamStatus' | 'handoff'>;

export const beginCall = (call: NewCall, deps: AppDeps): AnswerCall => ({
  ...call,
  id: deps.ids.next(),
  opened_at_ms: Math.trunc(deps.clock.nowMs()),
  startedAt: deps.stopwatch?.() ?? null,
  upstreamStatus: null,
  handoff: null,
});

/** How an answer ended. */
export interface AnswerResult {
  choices: readonly RecordedChoice[];
  language?: Language | null;
  knowledge_version?: string | null;
  usage?: Record<string, unknown> | null;
  /** Why there is no whole decided answer; the decision then is that of the choices so far, or "none". */
  cutShort?: 'client_closed' | 'upstream_error' | 'upstream_cut' | 'no_answer';
}

/** The most severe of several decisions, with the lowest groundedness of all. */
export interface AnswerSummary {
  decision: DecisionAction;
  reason: DecisionReason;
  groundedness: number | null;
  /** False if something passes that was not verified. */
  isVerified: boolean;
}

export const summarise = (choices: readonly RecordedChoice[]): AnswerSummary | null => {
  const worst = worstChoice(choices);
  if (worst === null) return null;
  const scores = choices.map((choice) => choice.groundedness).filter((score) => score !== null);
  return {
    decision: worst.decision,
    reason: worst.reason,
    groundedness: scores.length === 0 ? null : Math.min(...scores),
    isVerified: choices.every(isVerifiedChoice),
  };
};

/** The stages that looked at an answer's claims: the embedded checks, then the models that were asked. */
export const checkedBy = (choices: readonly RecordedChoice[]): string[] =>
  choices.length === 0
    ? []
    : ['embedded', ...new Set(choices.flatMap(({ models = [] }) => models.flatMap(checkingStage)))];

/** A rewriter checks nothing. */
const checkingStage = ({ stage }: ModelUse): string[] => (stage === REWRITER_STAGE ? [] : [stage]);

/** Milliseconds since the call began, to a tenth; null where the runtime can't tell. */
export const durationMs = (call: AnswerCall, deps: AppDeps): number | null =>
  call.startedAt === null || deps.stopwatch === undefined
    ? null
    : Math.round((deps.stopwatch() - call.startedAt) * 10) / 10;

const baseRecord = (call: AnswerCall): AuditRecord => ({
  schema_version: 1,
  id: call.id,
  tenant: call.principal.tenant,
  route: call.route.name,
  endpoint: call.endpoint,
  conversation_id: call.conversation_id,
  streamed: call.streamed,
  mode: call.route.config.mode,
  state: 'opened',
  opened_at_ms: call.opened_at_ms,
  closed_at_ms: null,
  as_of: call.as_of,
  language: null,
  knowledge_base: call.knowledge_base,
  knowledge_version: null,
  checked_by: [],
  operating_point: call.route.decisions.operating_point,
  decision: 'none',
  reason: 'open',
  groundedness: null,
  messages: call.turns.map(({ role, content }) => ({ role, content })),
  choices: [],
  upstream: call.isProxied
    ? { name: call.route.upstreamName, model: call.model, status: call.upstreamStatus }
    : null,
  usage: null,
  handoff_id: null,
  duration_ms: null,
  redacted: [],
  erased: [],
});

const append = async (record: AuditRecord, deps: AppDeps): Promise<void> => {
  try {
    await deps.audit.append(record);
  } catch (cause) {
    deps.metrics.count('audit_failures_total', {});
    deps.log.error('a record could not be written', { record_id: record.id, error: faultForLog(cause) });
    throw cause instanceof GroundingError && cause.code === 'audit-write-failed'
      ? cause
      : new GroundingError('audit-write-failed', {
          detail: 'Nothing is given out that is not on record. Try again.',
          cause,
        });
  }
};

/** The entry that stands before a stream's first byte. @throws {GroundingError} audit-write-failed. */
export const recordOpened = async (call: AnswerCall, deps: AppDeps): Promise<void> => {
  await append(baseRecord(call), deps);
};

export interface ClosedAnswer {
  summary: AnswerSummary | null;
  handoff: HandoffSummary | null;
  duration_ms: number | null;
  /** What kept the record from being written, where the fail mode lets the answer out all the same. */
  fault: unknown;
}

/** Whether a failed record is thrown, or told as `fault`. */
export type OnRecordFault = 'throw' | 'tell';

/**
 * The terminal entry of an answer, with a handoff if it escalates (not in shadow mode: nobody was held off).
 * @throws {GroundingError} audit-write-failed, with `onFault: 'throw'`.
 */
export const recordClosed = async (
  call: AnswerCall,
  result: AnswerResult,
  deps: AppDeps,
  onFault: OnRecordFault = 'throw',
): Promise<ClosedAnswer> => {
  const summary = summarise(result.choices);
  const escalates = summary?.decision === 'escalate' && call.route.config.mode === 'enforce';
  // The words that promise a person have stored it already; these may be words of a stand-in that promise nobody.
  const isHeld = summary?.reason.startsWith('with_person:') === true;
  if (escalates && !isHeld && result.cutShort === undefined)
    await call.handoff?.open(summary.reason, { language: result.language ?? null });
  const handoff = call.handoff?.summary ?? null;
  const duration_ms = durationMs(call, deps);
  const decision = summary?.decision ?? 'none';
  const reason = result.cutShort ?? summary?.reason ?? 'no_answer';
  deps.metrics.count('answers_total', { route: call.route.name, endpoint: call.endpoint, decision });
  for (const { by } of result.choices.flatMap(({ rewrites = [] }) => rewrites))
    deps.metrics.count('rewrites_total', { by });
  if (duration_ms !== null)
    deps.metrics.observe('answer_duration_ms', duration_ms, { endpoint: call.endpoint });
  deps.log.info('answer decided', {
    record_id: call.id,
    route: call.route.name,
    decision,
    reason,
    duration_ms,
  });
  const record: AuditRecord = {
    ...baseRecord(call),
    state: 'closed',
    closed_at_ms: Math.trunc(deps.clock.nowMs()),
    language: result.language ?? null,
    knowledge_version: result.knowledge_version ?? null,
    checked_by: checkedBy(result.choices),
    decision,
    reason,
    groundedness: summary?.groundedness ?? null,
    choices: [...result.choices],
    usage: result.usage ?? null,
    handoff_id: handoff?.id ?? null,
    duration_ms,
  };
  try {
    await append(record, deps);
    return { summary, handoff, duration_ms, fault: null };
  } catch (fault) {
    if (onFault === 'throw') throw fault;
    return { summary, handoff, duration_ms, fault };
  }
};

/**
 * The record of a call that is forwarded without a check, or held off.
 * @throws {GroundingError} audit-write-failed.
 */
export const recordUnchecked = async (
  call: AnswerCall,
  held: HeldOff | null,
  deps: AppDeps,
): Promise<void> => {
  const decision = held === null ? 'unchecked' : 'none';
  deps.metrics.count('answers_total', {
    route: call.route.name,
    // The path has ids in it, and a metric has a series for each value.
    endpoint: 'unchecked',
    decision,
  });
  await append(
    {
      ...baseRecord(call),
      state: 'closed',
      closed_at_ms: Math.trunc(deps.clock.nowMs()),
      decision,
      reason: held?.reason ?? 'unchecked_endpoint',
      handoff_id: held?.handoff_id ?? null,
      duration_ms: durationMs(call, deps),
    },
    deps,
  );
};

/** Decision headers of an answer whose decision is known before its first byte. */
export const decisionHeaders = (call: AnswerCall, closed: ClosedAnswer): Record<string, string> => ({
  ...callHeaders(call),
  'x-plumbline-decision': closed.summary?.decision ?? 'none',
  ...(closed.summary === null || closed.summary.groundedness === null
    ? {}
    : { 'x-plumbline-groundedness': String(closed.summary.groundedness) }),
  ...(closed.summary?.isVerified === false ? { 'x-plumbline-verified': 'false' } : {}),
  ...(closed.handoff === null ? {} : { 'x-plumbline-handoff': closed.handoff.id }),
  ...(closed.fault === null ? {} : { 'x-plumbline-recorded': 'false' }),
  ...messagesHeader(call),
});

const messagesHeader = ({ handoff }: AnswerCall): Record<string, string> => {
  const seqs = handoff?.handOver?.messages.map(({ seq }) => seq) ?? [];
  return seqs.length === 0 ? {} : { 'x-plumbline-messages': seqs.join(', ') };
};

/** Headers of every answer, streams included. */
export const callHeaders = (call: AnswerCall): Record<string, string> => ({
  'x-plumbline-record': call.id,
  ...(call.conversation_id === null ? {} : { 'x-plumbline-conversation': call.conversation_id }),
  // Nobody could say whether a person has the conversation, and the fail mode lets the bot's words pass.
  ...(call.isProxied && call.handoff?.talk.fault ? { 'x-plumbline-verified': 'false' } : {}),
});
