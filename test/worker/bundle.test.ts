import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { airlineFiles, writeAssets } from '../workerd/worker-assets.js';

/** Workers take 3 MB compressed on the free plan, 10 MB on the others. */
const COMPRESSED_BYTES_MAX = 3_000_000;

describe('the Worker as `npx wrangler deploy` bundles it', () => {
  let folder: string;
  let output: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-worker-'));
    await writeAssets(join(folder, 'assets'), await airlineFiles());
    const wrangler = 'node_modules/wrangler/bin/wrangler.js';
    const options = ['--outdir', join(folder, 'out'), '--assets', join(folder, 'assets')];
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [wrangler, 'deploy', '--dry-run', ...options],
      {
        env: {
          ...process.env,
          HOME: folder,
          CI: '1',
          WRANGLER_HIDE_BANNER: 'true',
          WRANGLER_SEND_METRICS: 'false',
        },
      },
    );
    output = stdout + stderr;
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the database and the assets, and no warning', () => {
    expect(output).toContain('env.AUDIT');
    expect(output).toContain('env.ASSETS');
    expect(output).not.toMatch(/warning/i);
  });

  it('needs no Node module and no native part', async () => {
    const code = await readFile(join(folder, 'out', 'worker.js'), 'utf8');
    expect(code).not.toMatch(/(?:from|import|require\()\s*"node:/);
    expect(code).not.toMatch(/hnswlib|libsql|prom-client|pino\b/);
  });

  it('stays well under the size that Workers take', async () => {
    const compressed = gzipSync(await readFile(join(folder, 'out', 'worker.js'))).length;
    console.log(`the Worker's bundle: ${Math.round(compressed / 1_024)} KiB compressed`);
    expect(compressed).toBeLessThan(COMPRESSED_BYTES_MAX);
  });

  it('starts in workerd without Node compatibility and gives out none of its files', async () => {
    // The Worker goes first, before the files: the setting that this pins.
    expect(await readFile('wrangler.toml', 'utf8')).toMatch(/^run_worker_first = true$/m);
    const worker = new Miniflare({
      modules: [{ type: 'ESModule', path: join(folder, 'out', 'worker.js') }],
      modulesRoot: join(folder, 'out'),
      compatibilityDate: '2026-03-01',
      d1Databases: { AUDIT: 'audit' },
      bindings: { BOT_KEY: 'the-bot-key' },
      assets: {
        directory: join(folder, 'assets'),
        binding: 'ASSETS',
        routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
      },
    });
    try {
      const ready = await worker.dispatchFetch('https://plumbline.invalid/readyz');
      expect(await ready.json()).toMatchObject({ status: 'ready', audit: 'ready' });
      const file = await worker.dispatchFetch('https://plumbline.invalid/plumbline.json');
      expect(file.status).toBe(401);
      await file.arrayBuffer();
    } finally {
      await worker.dispose();
    }
  });
});
