import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pinoLog } from '../adapters/system/index.js';
import { compileWorker } from '../adapters/workers/index.js';
import { CONSOLE_ASSETS } from '../console/index.js';
import { GroundingError } from '../core/errors.js';
import type { Config } from '../schema/index.js';
import { BUILT_ASSETS, consoleAssets } from './console-assets.js';
import { loadCalibration } from './load-calibration.js';
import { openKnowledge } from './open-knowledge.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

/**
 * `plumbline index --compile FOLDER`: writes what a Worker is deployed with, in the stead of what lay in the folder.
 * @throws {GroundingError} config-invalid for what a Worker cannot serve, policy-index-unreadable for a file at fault:
 * what it says would be missing from every check.
 */
export const compileForWorker = async (
  folder: string,
  {
    config,
    baseDir,
    out,
    assets = BUILT_ASSETS,
  }: { config: Config; baseDir: string; out: Out; assets?: URL },
): Promise<ExitCode> => {
  const calibration = await loadCalibration(config, baseDir);
  // Only what the files say is compiled; whether the Worker can serve the configuration is said below.
  const read: Config = { ...config, verification: { ...config.verification, embeddings: 'local' } };
  const knowledge = await openKnowledge(read, baseDir, { log: pinoLog({ level: 'silent' }), watch: false });
  try {
    const bases = knowledge.status();
    const files = compileWorker(
      config,
      bases.map(({ name }) => knowledge.current(name).index.snapshot),
      { calibration },
    );
    const target = resolve(folder);
    await rm(join(target, 'knowledge'), { recursive: true, force: true });
    for (const { name, body } of files) {
      const path = join(target, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, body);
    }
    await copyAssets(assets, join(target, 'console'));
    const passages = bases.reduce((sum, base) => sum + base.passages, 0);
    out(`${files.length} files with ${passages} passages in ${target}; deploy with: npx wrangler deploy`);
    return EXIT.done;
  } finally {
    await knowledge.close();
  }
};

/** What the console's pages load lies beside the knowledge. */
const copyAssets = async (from: URL, folder: string): Promise<void> => {
  const find = consoleAssets(from);
  await mkdir(folder, { recursive: true });
  for (const name of CONSOLE_ASSETS) {
    const body = await find(name);
    if (body === null) {
      const detail = `The console’s ${name} is not in ${from.pathname}: build first, with npm run build.`;
      throw new GroundingError('config-invalid', { detail });
    }
    await writeFile(join(folder, name), body);
  }
};
