import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { outside } from './test/workerd/stub-model.js';
import { airlineFiles, judgedFiles, writeAssets } from './test/workerd/worker-assets.js';

const ASSETS = 'dist/test-worker';

/** Tests that run inside workerd, on the runtime and the database of Cloudflare Workers. */
export default defineConfig(async () => {
  await writeAssets(ASSETS, [
    ...(await airlineFiles()),
    ...(await judgedFiles('openai')),
    ...(await judgedFiles('anthropic')),
    { name: 'console/system.css', body: ':root{}' },
  ]);
  return {
    plugins: [
      cloudflareTest({
        miniflare: {
          compatibilityDate: '2026-03-01',
          d1Databases: { AUDIT: 'audit' },
          bindings: { BOT_KEY: 'the-bot-key', GRADER_KEY: 'own-key', MODEL_KEY: 'the-model-key' },
          assets: { directory: ASSETS, binding: 'ASSETS' },
          outboundService: outside,
        },
      }),
    ],
    test: {
      include: ['test/workerd/**/*.test.ts'],
      testTimeout: 60_000,
      // The runtime reports rejections that LangChain takes up a few turns later; those of an SDK have a status.
      onUnhandledError: (error) => !('status' in error),
      // What the Worker logs is no outcome of a test.
      onConsoleLog: () => false,
    },
  };
});
