import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The entry of a thread as the build makes it, from its source; `remove` takes it away again. */
export const builtWorker = async (source: string): Promise<{ entry: URL; remove(): void }> => {
  // Below node_modules, so that packages are found from there.
  const folder = mkdtempSync(join(process.cwd(), 'node_modules/.worker-'));
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return { entry: pathToFileURL(outfile), remove: () => rmSync(folder, { recursive: true, force: true }) };
};
