import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { NODE_BUNDLE } from '../../scripts/node-bundle.mjs';

/** The program as it is delivered, in a folder of its own: packages lie outside, so it must be within the repository. */
export interface BuiltServer {
  program: string;
  dispose(): Promise<void>;
}

export const buildServer = async (): Promise<BuiltServer> => {
  await mkdir('dist', { recursive: true });
  const folder = await mkdtemp(join('dist', 'test-server-'));
  await build({
    ...NODE_BUNDLE,
    entryPoints: { node: 'src/node.ts' },
    outdir: folder,
  });
  await promisify(execFile)(process.execPath, ['scripts/build-pages.mjs', join(folder, 'assets')]);
  return {
    program: join(folder, 'node.js'),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
};

export interface ServerProcess {
  url: string;
  /** The process is gone at once, as in a power cut of the machine but for its caches. */
  kill(): Promise<void>;
  /** It ends as told, in its own time. */
  stop(): Promise<void>;
}

/** Starts it and waits until it listens. @throws {Error} with what it said, when it ends before. */
export const startProcess = (program: string, args: readonly string[]): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /Console: +(http:\/\/[^/\s]+)\/console/.exec(said)?.[1];
      if (url === undefined) return;
      child.removeAllListeners('exit');
      resolve({ url, kill: () => ended(child, 'SIGKILL'), stop: () => ended(child, 'SIGTERM') });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
};

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
