import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { loadConfig } from '../../src/adapters/config/index.js';
import { type RunningServer, startServer } from '../../src/cli/serve.js';
import type { Config } from '../../src/schema/index.js';

/** The scripts and style sheets of the pages, as the build makes them. */
export interface BuiltPages {
  folder: string;
  remove(): Promise<void>;
}

/** Builds the pages into a folder of their own; takes seconds. */
export const buildPages = async (): Promise<BuiltPages> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-pages-'));
  await promisify(execFile)(process.execPath, ['scripts/build-pages.mjs', folder]);
  return { folder, remove: () => rm(folder, { recursive: true }) };
};

/** Starts the airline with its demo bot on free ports, a store in memory, and whatever else a test sets. */
export const startDemo = async (
  pages: BuiltPages,
  configure: (config: Config) => void = () => undefined,
): Promise<RunningServer> => {
  const { config, baseDir } = loadConfig('plumbline.yaml', process.cwd());
  config.listen.port = 0;
  config.storage.url = 'sqlite::memory:';
  if (config.demo !== undefined) config.demo.port = 0;
  configure(config);
  return await startServer({
    config,
    baseDir,
    out: () => undefined,
    assets: pathToFileURL(`${pages.folder}/`),
  });
};
