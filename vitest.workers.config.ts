import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { stubBot } from './test/workerd/stub-bot.js';
import { airlineFiles, writeAssets } from './test/workerd/worker-assets.js';

const ASSETS = 'dist/test-worker';

/** Tests that run inside workerd, on the runtime and the database of Cloudflare Workers. */
export default defineConfig(async () => {
  await writeAssets(ASSETS, [...(await airlineFiles()), { name: 'console/system.css', body: ':root{}' }]);
  return {
    plugins: [
      cloudflareTest({
        miniflare: {
          compatibilityDate: '2026-03-01',
          d1Databases: { AUDIT: 'audit' },
          bindings: { BOT_KEY: 'the-bot-key', GRADER_KEY: 'own-key' },
          assets: { directory: ASSETS, binding: 'ASSETS' },
          outboundService: stubBot,
        },
      }),
    ],
    test: {
      include: ['test/workerd/**/*.test.ts'],
      testTimeout: 20_000,
      // What the Worker logs is no outcome of a test.
      onConsoleLog: () => false,
    },
  };
});
