import { createRequire } from 'node:module';

/** Why the optional runtime of local models cannot be used here; null where it can. */
export const runtimeLacks: string | null = (() => {
  try {
    createRequire(import.meta.url)('onnxruntime-node');
    return null;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return `@huggingface/transformers or its runtime is not installed: ${why}`;
  }
})();
