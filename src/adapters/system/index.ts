export { breather } from './breathe.js';
export { systemClock } from './clock.js';
export { deadlineAfter } from './deadline.js';
export { uuidIds } from './ids.js';
export { type PinoLogOptions, pinoLog } from './log.js';
export { makeFolder } from './make-folder.js';
export { type PromMetricsOptions, promMetrics } from './metrics.js';
export { configuredLimiter, loginLimiter, type TokenBucketOptions, tokenBuckets } from './token-bucket.js';
export { waitFor } from './wait.js';
