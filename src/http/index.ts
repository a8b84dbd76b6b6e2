export { acceptedLanguage } from './accepted-language.js';
export { createApp } from './app.js';
export { parseRequest, readRequestBody } from './body.js';
export { enableReceiver, endpointsInReach, requireSender, sendAgain } from './deliveries-api.js';
export type {
  AppDeps,
  Grounding,
  KnowledgeProblem,
  KnowledgeRegistry,
  KnowledgeStatus,
  ServedPages,
  Timers,
} from './deps.js';
export {
  type ExplainedProblem,
  explainedHeaders,
  explainedLanguage,
  explainedProblem,
  PROBLEMS_PATH,
  problemCodeOf,
} from './explained-problems.js';
export {
  DESK_READERS,
  DESK_WORKERS,
  deskFor,
  eventStream,
  lastEventId,
} from './handoffs-api/index.js';
export { PROBLEM_CODES, problemText } from './problem-texts/index.js';
export { problemDocument, problemResponse } from './problems.js';
export { routeTable } from './route-settings.js';
export { requireSameOrigin } from './same-origin.js';
export {
  type AppContext,
  type AppEnv,
  findKey,
  hashKey,
  isLoopbackHost,
  type Person,
  type Principal,
  requireRole,
} from './security.js';
export { beginSession, endSession, SESSION_IDLE_MS, SESSION_MAX_MS } from './session.js';
export { SSE_CHARS_MAX, type SseEvent, SseParser, sseComment, sseData } from './sse.js';
export { readStats, STATS_READERS, StatsQuery } from './stats-api.js';
