import { resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createDemoBot, type DemoScript, loadDemoScript } from '../adapters/demo-bot/index.js';
import { systemClock, uuidIds } from '../adapters/system/index.js';
import { undiciUpstream, upstreamCredential } from '../adapters/upstream/index.js';
import { GroundingError, type Upstream } from '../core/index.js';
import type { Config, UpstreamConfig } from '../schema/index.js';
import { type Listener, listen } from './listen.js';

export interface BotUpstreams {
  byName: ReadonlyMap<string, Upstream>;
  /** The settings of each, the demo bot's included. */
  settings: Record<string, UpstreamConfig>;
  demo: { script: DemoScript; url: string } | null;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

const credentialOf = (name: string, settings: UpstreamConfig) => {
  if (settings.api_key_env === undefined) return undefined;
  const key = process.env[settings.api_key_env];
  if (key === undefined || key === '') {
    throw new GroundingError('config-invalid', {
      detail: `"upstreams.${name}.api_key_env": the environment variable ${settings.api_key_env} is not set.`,
    });
  }
  return upstreamCredential(settings.protocol, key);
};

const startDemo = async (
  demo: NonNullable<Config['demo']>,
  baseDir: string,
): Promise<{ script: DemoScript; listener: Listener }> => {
  const script = await loadDemoScript(resolve(baseDir, demo.answers));
  const bot = createDemoBot(script, { clock: systemClock, ids: uuidIds });
  const listener = await listen(
    getRequestListener(bot.fetch),
    LOOPBACK,
    demo.port,
    'the demo bot needs it: choose another with --demo-port',
  );
  return { script, listener };
};

/**
 * Opens the configured bots; where no upstream "default" is configured, the demo bot is started in its place.
 * @throws {GroundingError} config-invalid, config-listen
 */
export const openBotUpstreams = async (config: Config, baseDir: string): Promise<BotUpstreams> => {
  const settings = { ...config.upstreams };
  let running: { script: DemoScript; listener: Listener } | null = null;
  if (settings['default'] === undefined && config.demo !== undefined) {
    running = await startDemo(config.demo, baseDir);
    settings['default'] = { protocol: 'openai', base_url: `${running.listener.url}/v1`, timeout_ms: 60_000 };
  }
  const opened = new Map<string, ReturnType<typeof undiciUpstream>>();
  for (const [name, upstream] of Object.entries(settings)) {
    const credential = credentialOf(name, upstream);
    const { base_url, timeout_ms } = upstream;
    opened.set(
      name,
      undiciUpstream({ name, base_url, timeout_ms, ...(credential === undefined ? {} : { credential }) }),
    );
  }
  return {
    byName: opened,
    settings,
    demo: running === null ? null : { script: running.script, url: running.listener.url },
    close: async () => {
      await Promise.all([...opened.values()].map((upstream) => upstream.close()));
      await running?.listener.close();
    },
  };
};
