export { createApp } from './app.js';
export type {
  AppDeps,
  Grounding,
  KnowledgeProblem,
  KnowledgeRegistry,
  KnowledgeStatus,
  Timers,
} from './deps.js';
export { problemDocument, problemResponse } from './problems.js';
export { type AppEnv, hashKey, isLoopbackHost, type Principal } from './security.js';
export { SSE_CHARS_MAX, type SseEvent, SseParser, sseComment, sseData } from './sse.js';
