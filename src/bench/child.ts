import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { startServer } from '../cli/serve.js';
import { Config } from '../schema/index.js';
import type { BenchTurn } from './answers.js';
import { bareProxy } from './bare-proxy.js';
import { stubBot } from './stub-bot.js';

/** A process of the benchmark beside the load generator. */
export type Role =
  | { role: 'bot'; turns: string; pace_ms: number }
  | { role: 'bare'; upstream: string }
  | { role: 'plumbline'; upstream: string; folder: string }
  | { role: 'desk'; folder: string; storage: string };

/** A server in a process of its own. */
export interface RunningChild {
  url: string;
  stop(): Promise<void>;
}

const Started = z.object({ url: z.string() });

/** Starts this program again in a role. @throws {Error} when it ends before it listens. */
export function startChild(role: Role): Promise<RunningChild> {
  const child = fork(process.argv[1] ?? '', ['--role', JSON.stringify(role)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The ${role.role} process ended with ${code}.`)));
    child.once('message', (message) =>
      resolve({ url: Started.parse(message).url, stop: () => stopped(child) }),
    );
  });
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** What a child does: serves in its role until it is stopped. */
export async function serveRole(role: Role): Promise<void> {
  const url = await served(role);
  process.send?.({ url });
  process.once('disconnect', () => process.exit());
}

async function served(role: Role): Promise<string> {
  switch (role.role) {
    case 'bot': {
      const turns: BenchTurn[] = JSON.parse(await readFile(role.turns, 'utf8'));
      return await listening(stubBot(turns, role.pace_ms));
    }
    case 'bare':
      return await listening(createServer(bareProxy(role.upstream)));
    case 'plumbline': {
      const config = Config.parse({
        listen: { port: 0 },
        storage: { url: 'sqlite:bench.db' },
        upstreams: { default: { base_url: `${role.upstream}/v1` } },
        // Measured is the check, not the memory of earlier ones.
        verification: { cache_entries: 0 },
        playground: false,
      });
      return await serving(config, role.folder);
    }
    case 'desk':
      return await serving(
        Config.parse({
          listen: { port: 0 },
          storage: { url: role.storage },
          handoff: { channel: 'desk' },
          playground: false,
        }),
        role.folder,
      );
    default:
      return role satisfies never;
  }
}

async function serving(config: Config, baseDir: string): Promise<string> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  return (await startServer({ config, baseDir, out: () => {}, log })).url;
}

/** Listens on a free port of this machine. */
export function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}
