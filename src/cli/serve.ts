import { performance } from 'node:perf_hooks';
import { getRequestListener } from '@hono/node-server';
import type { Storage } from '../adapters/storage/index.js';
import { storageFor } from '../adapters/storage/sqlite/index.js';
import {
  breather,
  configuredLimiter,
  deadlineAfter,
  loginLimiter,
  pinoLog,
  promMetrics,
  systemClock,
  uuidIds,
} from '../adapters/system/index.js';
import { outboundHttp } from '../adapters/webhooks/index.js';
import { type ConsoleOptions, consolePages, type PlaygroundOptions } from '../console/index.js';
import { draftChecks } from '../core/escalation/desk/index.js';
import { dispatcher, expireDue, purgeDeliveries } from '../core/escalation/index.js';
import { GroundingError, type Log, openAnswerSession } from '../core/index.js';
import { detectLanguage } from '../core/reading/index.js';
import type { KnowledgeRegistry } from '../core/retrieval/index.js';
import { createApp } from '../http/index.js';
import { type Config, chatModelSettings, graderSettings, modelSettings } from '../schema/index.js';
import { type BotUpstreams, openBotUpstreams } from './bot-upstreams.js';
import { calibrated } from './calibrated.js';
import { configuredCache } from './configured-cache.js';
import { graderName } from './configured-graders.js';
import { configuredModels } from './configured-models.js';
import { configuredReceivers, knownReceivers } from './configured-receivers.js';
import { BUILT_ASSETS, consoleAssets } from './console-assets.js';
import { embeddingLines } from './embedding-lines.js';
import { sizeOf } from './knowledge-size.js';
import { isLoopbackAddress, type Listener, listen } from './listen.js';
import { loadCalibration } from './load-calibration.js';
import { localDays } from './local-day.js';
import { openKnowledge } from './open-knowledge.js';
import type { Out } from './outcome.js';
import { configuredProposals } from './propose/index.js';
import { repeatedly } from './repeatedly.js';
import { runDeliveries } from './run-deliveries.js';

export interface ServeOptions {
  config: Config;
  /** Folder that the configuration's paths are relative to. */
  baseDir: string;
  out: Out;
  log?: Log;
}

export interface RunningServer {
  url: string;
  /** Stops listening, lets open answers end, and closes stores. */
  close(): Promise<void>;
}

const DEMO_MODEL = 'demo';
/** How late a handoff may expire. */
const EXPIRY_INTERVAL_MS = 5_000;
/** How late a delivery that is no longer kept may be deleted. */
const PURGE_INTERVAL_MS = 3_600_000;

/** A start beyond loopback without any key would serve everyone. */
const requireKeyBeyondLoopback = async (host: string, storage: Storage): Promise<void> => {
  if (isLoopbackAddress(host) || (await storage.keys.inUse())) return;
  throw new GroundingError('config-listen', {
    detail: `"listen.host" is ${host}, beyond this machine, and there is no key yet; make one first: npm run keys -- create --role vendor.`,
  });
};

/** A line for the models that are asked about what the checks leave open, and one for the rewriter. */
const announceModels = ({ verification: { grader, model }, rewriting }: Config, out: Out): void => {
  const asked = [
    ...(grader === null ? [] : [`the grader ${graderName(graderSettings(grader))}`]),
    ...(model === null ? [] : [`the judge ${modelSettings(model).model}`]),
  ];
  if (asked.length > 0) out(`What the checks leave open: ${asked.join(', then ')}.`);
  if (rewriting.model !== null)
    out(`In the place of what fails: the rewriter ${chatModelSettings(rewriting.model).model}.`);
};

/** Streams that a stop cut off get their end in the record. */
const closeInterrupted = async (storage: Storage, log: Log): Promise<void> => {
  for (const record of await storage.audit.unfinished()) {
    await storage.audit.append({
      ...record,
      state: 'interrupted',
      reason: 'interrupted',
      closed_at_ms: Math.trunc(systemClock.nowMs()),
    });
    log.warn('record closed as interrupted', { record_id: record.id });
  }
};

const playgroundOf = (config: Config, bots: BotUpstreams): PlaygroundOptions | null => {
  if (!(config.playground ?? bots.demo !== null)) return null;
  const script = bots.demo?.script;
  return {
    operator: script?.operator ?? 'Plumbline',
    suggestions: script?.suggestions ?? { en: [], fr: [] },
    greeting: script?.greeting ?? { en: '', fr: '' },
    model: DEMO_MODEL,
  };
};

const consoleOf = (playground: PlaygroundOptions | null, assetsFolder: URL): ConsoleOptions => ({
  assets: consoleAssets(assetsFolder),
  playground,
  login: {
    limiter: loginLimiter(systemClock),
    peerOf: ({ env }) => {
      const { incoming }: { incoming?: { socket?: { remoteAddress?: string } } } = env ?? {};
      return incoming?.socket?.remoteAddress ?? '';
    },
  },
});

const announce = (
  url: string,
  bots: BotUpstreams,
  knowledge: KnowledgeRegistry,
  hasPlayground: boolean,
  out: Out,
): void => {
  const bases = knowledge.status().map((base) => `${base.name} (${sizeOf(base)})`);
  out(`Plumbline holds every answer against: ${bases.join(', ')}.`);
  const behind =
    bots.demo === null
      ? Object.keys(bots.settings).join(', ')
      : `the demo bot of ${bots.demo.script.operator}, ${bots.demo.url}`;
  out(`Behind it: ${behind === '' ? 'no bot; only POST /v1/check answers' : behind}.`);
  if (hasPlayground) out(`Playground:  ${url}/`);
  out(`Console:     ${url}/console`);
  if (behind !== '') out(`Your client: base URL ${url}/v1, nothing else to change.`);
  const question = bots.demo?.script.suggestions.en[0];
  out(question === undefined ? 'Stop with Ctrl+C.' : `Try asking:  ${question}`);
};

/**
 * Starts the product: stores, knowledge, bots, HTTP; whatever was opened is closed again when a later step fails.
 * @throws {GroundingError} in one sentence a person can act on.
 */
export const startServer = async (options: ServeOptions & { assets?: URL }): Promise<RunningServer> => {
  const { config, baseDir, out } = options;
  const log = options.log ?? pinoLog({ level: 'warn' });
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.reverse()) await close();
  };
  try {
    const calibration = await loadCalibration(config, baseDir);
    const storage = await storageFor(config.storage.url, baseDir);
    opened.push(() => storage.close());
    await requireKeyBeyondLoopback(config.listen.host, storage);
    const metrics = promMetrics();
    const knowledge = await openKnowledge(config, baseDir, {
      log,
      watch: true,
      metrics,
      onEmbedded: embeddingLines(out),
    });
    opened.push(() => knowledge.close());
    const bots = await openBotUpstreams(config, baseDir);
    opened.push(() => bots.close());
    await closeInterrupted(storage, log);
    const { receivers, hooks } = await configuredReceivers(config, {
      ...storage,
      http: outboundHttp(),
      clock: systemClock,
      ids: uuidIds,
      log,
      readSecret: (variable) => process.env[variable] ?? null,
    });
    const deliveries = dispatcher(receivers, {
      ...storage,
      clock: systemClock,
      ids: uuidIds,
      log,
      metrics,
      random: Math.random,
    });
    // Before anything can happen that a receiver must hear of.
    await deliveries.prepare();
    const expiry = repeatedly(
      'expiring handoffs',
      EXPIRY_INTERVAL_MS,
      () => expireDue({ handoffs: storage.handoffs, clock: systemClock, log }),
      log,
    );
    opened.push(() => expiry.close());
    const purging = repeatedly(
      'deleting old deliveries',
      PURGE_INTERVAL_MS,
      () =>
        purgeDeliveries(config.handoff.deliveries, {
          deliveries: storage.deliveries,
          clock: systemClock,
          log,
        }),
      log,
    );
    opened.push(() => purging.close());

    const dayOf = localDays(config.timezone);
    const models = await configuredModels(config, {
      baseDir,
      metrics,
      onOpen: (close) => opened.push(close),
    });
    const playground = playgroundOf(config, bots);
    // What asks nothing outside is bounded by counted work, and costs no timer.
    const { embeddings, timeout_ms } = config.verification;
    const deadline = embeddings === 'local' ? {} : { deadline: deadlineAfter(timeout_ms) };
    const cache = configuredCache(config, metrics);
    const breathe = breather(() => performance.now());
    const portsFor = (base: string) => ({
      knowledge: calibrated(knowledge.current(base), calibration, base),
      ...deadline,
      ...cache,
    });
    const app = createApp({
      config: { ...config, upstreams: bots.settings },
      clock: systemClock,
      ids: uuidIds,
      log,
      metrics,
      audit: storage.audit,
      keys: storage.keys,
      sessions: storage.sessions,
      handoffs: storage.handoffs,
      figures: storage.figures,
      feed: storage.feed,
      deliveries: storage.deliveries,
      receivers: knownReceivers(config),
      presence: storage.presence,
      proposals: configuredProposals(config, baseDir),
      hooks,
      knowledge: {
        status: () => knowledge.status().map((base) => ({ ...base, usable: base.passages > 0 })),
      },
      upstreams: bots.byName,
      grounding: {
        open: (request, delivery, holding) =>
          openAnswerSession(
            request,
            {
              ...portsFor(request.knowledge_base),
              ...models,
              breathe,
              ...(holding === undefined ? {} : { holding }),
            },
            delivery,
          ),
        languageOf: detectLanguage,
      },
      drafts: draftChecks(portsFor),
      timers: {
        every: (intervalMs, run) => {
          const timer = setInterval(run, intervalMs);
          return () => clearInterval(timer);
        },
      },
      security: { loopback: isLoopbackAddress(config.listen.host) },
      today: () => dayOf(systemClock.nowMs()),
      stopwatch: () => performance.now(),
      ...configuredLimiter(config.limits, systemClock),
      pages: consolePages(consoleOf(playground, options.assets ?? BUILT_ASSETS)),
    });
    const listener: Listener = await listen(
      getRequestListener(app.fetch),
      config.listen.host,
      config.listen.port,
      'choose another with --port',
    );
    opened.push(() => listener.close());
    const delivering = runDeliveries(deliveries, storage.feed, log);
    opened.push(() => delivering.close());
    announce(listener.url, bots, knowledge, playground !== null, out);
    announceModels(config, out);
    return { url: listener.url, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
