/** What the tests use of the module that runs them inside workerd. */
declare module 'cloudflare:test' {
  interface ExecutionContext {
    waitUntil(work: Promise<unknown>): void;
  }
  export const env: import('../../src/worker.js').WorkerEnv;
  export function createExecutionContext(): ExecutionContext;
  export function waitOnExecutionContext(context: ExecutionContext): Promise<void>;
}
