export {
  type CompiledFile,
  type CompileOptions,
  compileKnowledge,
  compileWorker,
  loadCompiled,
  MANIFEST,
  type ReadCompiled,
  SHARD_BYTES_MAX,
  WORKER_PASSAGES_MAX,
} from './compiled-knowledge.js';
export { consoleLog } from './console-log.js';
export { isolateMetrics } from './isolate-metrics.js';
