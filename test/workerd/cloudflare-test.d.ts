/** What the tests use of the module that runs them inside workerd. */
declare module 'cloudflare:test' {
  export const env: import('../../src/worker.js').WorkerEnv;
  export function createExecutionContext(): import('hono').ExecutionContext;
  export function waitOnExecutionContext(context: import('hono').ExecutionContext): Promise<void>;
}
