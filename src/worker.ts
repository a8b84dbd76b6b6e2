import type { ExecutionContext } from 'hono';
import { v7 } from 'uuid';
import { type D1DatabaseLike, d1Storage, type Storage } from './adapters/storage/index.js';
// Not through the folders' indexes, which are the doors for Node.
import { deadlineAfter } from './adapters/system/deadline.js';
import { configuredLimiter, loginLimiter } from './adapters/system/token-bucket.js';
import { waitFor } from './adapters/system/wait.js';
import { fetchUpstream } from './adapters/upstream/fetch-upstream.js';
import { upstreamCredential } from './adapters/upstream/upstream-options.js';
import { outboundHttp } from './adapters/webhooks/index.js';
import { consoleLog, isolateMetrics, loadCompiled, type ReadCompiled } from './adapters/workers/index.js';
import { calibrated } from './cli/calibrated.js';
import { configuredCache } from './cli/configured-cache.js';
import { configuredReceivers, knownReceivers } from './cli/configured-receivers.js';
import { localDays } from './cli/local-day.js';
import { remoteTier } from './cli/remote-grader.js';
import { workerModels } from './cli/worker-models.js';
import { consolePages, type FindAsset } from './console/index.js';
import { draftChecks } from './core/escalation/desk/index.js';
import { dispatcher, expireDue, purgeDeliveries } from './core/escalation/index.js';
import { faultForLog, GroundingError, openAnswerSession, type Upstream } from './core/index.js';
import { detectLanguage } from './core/reading/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from './core/retrieval/index.js';
import { unusableCalibration } from './core/verification/index.js';
import { createApp, problemResponse } from './http/index.js';
import type { Config } from './schema/index.js';

/** Bindings of `wrangler.toml`; secrets lie beside them under the names of `upstreams.*.api_key_env`. */
export interface WorkerEnv {
  AUDIT: D1DatabaseLike;
  /** The files of `plumbline index --compile`. */
  ASSETS: { fetch(url: string): Promise<Response> };
}

interface Served {
  fetch(request: Request, env: WorkerEnv, invocation: ExecutionContext): Response | Promise<Response>;
  storage: Storage;
  /** Whether a handoff has changed here since it was last asked. */
  hasNews(): boolean;
  /** Brings events to their receivers. One dispatcher an invocation: work of one must not wait for another's. */
  deliver(): Promise<void>;
  /** Deletes deliveries that are no longer kept. */
  purge(): Promise<void>;
}

/** An opened record this old has no stream behind it any more: no invocation lives as long. */
const INTERRUPTED_AFTER_MS = 3_600_000;

const log = consoleLog();

/** One app an isolate, since reading the knowledge base is the most expensive thing that a Worker does. */
let served: Promise<Served> | null = null;

const appFor = (env: WorkerEnv, invocation: ExecutionContext): Promise<Served> => {
  if (served === null) {
    served = build(env);
    // A start that failed is tried again by the next request.
    const settled = served.then(
      () => {},
      () => {
        served = null;
      },
    );
    // Other requests wait for the same start, so it goes on when the caller of this one hangs up.
    invocation.waitUntil(settled);
  }
  return served;
};

const build = async (env: WorkerEnv): Promise<Served> => {
  const [{ config, snapshots, calibration }, storage] = await Promise.all([
    loadCompiled(compiledAssets(env)),
    d1Storage(env.AUDIT),
  ]);
  const indexes = new Map(snapshots.map((snapshot) => [snapshot.name, buildKnowledgeIndex(snapshot)]));
  const stale = calibration === null ? null : unusableCalibration(calibration);
  if (stale !== null)
    throw new GroundingError('config-invalid', {
      detail: `"verification.calibration" cannot be used: ${stale}; run "plumbline calibrate" and compile again.`,
    });
  const dayOf = localDays(config.timezone);
  const metrics = isolateMetrics();
  const cache = configuredCache(config, metrics);
  const clock = { nowMs: Date.now };
  const ids = { next: () => v7() };
  const http = outboundHttp();
  const readSecret = (variable: string) => secretIn(env, variable);
  const grading = remoteTier(config, { http, clock, deadlineAfter, wait: waitFor, readSecret, metrics });
  const models = await workerModels(config, grading.models ?? null, { env: textsOf(env), clock, metrics });
  const { receivers, hooks } = await configuredReceivers(config, {
    ...storage,
    http,
    clock,
    ids,
    log,
    readSecret,
  });
  const deliveries = () =>
    dispatcher(receivers, { ...storage, clock, ids, log, metrics, random: Math.random });
  await deliveries().prepare();
  let isNews = false;
  storage.feed.subscribe(() => {
    isNews = true;
  });
  const portsFor = (base: string) => ({
    knowledge: calibrated({ index: indexOf(indexes, base) }, calibration, base),
    ...cache,
  });
  const app = createApp({
    config,
    clock,
    ids,
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
    hooks,
    knowledge: { status: () => [...indexes.values()].map(statusOf) },
    upstreams: upstreamsOf(config, env),
    grounding: {
      open: (request, delivery, holding) =>
        openAnswerSession(
          request,
          {
            ...portsFor(request.knowledge_base),
            ...models,
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
    ...configuredLimiter(config.limits, { nowMs: Date.now }),
    // The whole world can call: keys are required.
    security: { loopback: false },
    today: () => dayOf(Date.now()),
    pages: consolePages({
      assets: consoleAssets(env),
      // The demo bot needs a process of its own.
      playground: null,
      login: {
        limiter: loginLimiter({ nowMs: Date.now }),
        peerOf: ({ req }) => req.header('cf-connecting-ip') ?? '',
      },
    }),
  });
  return {
    fetch: (request, env, invocation) => app.fetch(request, env, invocation),
    storage,
    hasNews: () => {
      const was = isNews;
      isNews = false;
      return was;
    },
    deliver: () => deliveries().run(new AbortController().signal),
    purge: () => purgeDeliveries(config.handoff.deliveries, { deliveries: storage.deliveries, clock, log }),
  };
};

const compiledAssets =
  (env: WorkerEnv): ReadCompiled =>
  async (name) => {
    // The host is not looked at: the binding knows only paths.
    const response = await env.ASSETS.fetch(`https://assets.invalid/${name}`);
    return response.ok ? await response.json() : null;
  };

const consoleAssets =
  (env: WorkerEnv): FindAsset =>
  async (name) => {
    const response = await env.ASSETS.fetch(`https://assets.invalid/console/${name}`);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  };

const indexOf = (indexes: ReadonlyMap<string, KnowledgeIndex>, name: string): KnowledgeIndex => {
  const index = indexes.get(name);
  if (index === undefined) {
    throw new GroundingError('policy-index-unknown', { detail: `There is no knowledge base "${name}".` });
  }
  return index;
};

const statusOf = ({ snapshot }: KnowledgeIndex) => ({
  name: snapshot.name,
  usable: snapshot.passages.length > 0,
  version: snapshot.version,
  documents: snapshot.documents.length,
  passages: snapshot.passages.length,
  // A knowledge base with problems is not compiled.
  problems: [],
});

const upstreamsOf = (config: Config, env: WorkerEnv): Map<string, Upstream> =>
  new Map(
    Object.entries(config.upstreams).map(([name, { protocol, base_url, timeout_ms, api_key_env }]) => {
      const credential =
        api_key_env === undefined
          ? {}
          : { credential: upstreamCredential(protocol, secret(env, api_key_env, name)) };
      return [name, fetchUpstream({ name, base_url, timeout_ms, ...credential })];
    }),
  );

const secret = (env: WorkerEnv, variable: string, upstream: string): string => {
  const value = secretIn(env, variable);
  if (value !== null) return value;
  throw new GroundingError('config-invalid', {
    detail: `upstreams.${upstream}.api_key_env names ${variable}, which is not set: npx wrangler secret put ${variable}.`,
  });
};

const secretIn = (env: WorkerEnv, variable: string): string | null => {
  const value: unknown = Reflect.get(env, variable);
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Variables and secrets: the bindings that are texts. */
const textsOf = (env: WorkerEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((binding): binding is [string, string] => typeof binding[1] === 'string'),
  );

/** Streams that were cut off with their invocation get their end in the record. */
const closeInterrupted = async ({ audit }: Storage): Promise<void> => {
  const nowMs = Date.now();
  for (const record of await audit.unfinished()) {
    if (nowMs - record.opened_at_ms < INTERRUPTED_AFTER_MS) continue;
    await audit.append({ ...record, state: 'interrupted', reason: 'interrupted', closed_at_ms: nowMs });
    log.warn('record closed as interrupted', { record_id: record.id });
  }
};

/** Workers look for the default export. */
export default {
  async fetch(request: Request, env: WorkerEnv, invocation: ExecutionContext): Promise<Response> {
    try {
      const app = await appFor(env, invocation);
      const response = await app.fetch(request, env, invocation);
      if (app.hasNews()) invocation.waitUntil(app.deliver());
      return response;
    } catch (error) {
      log.error('the Worker could not start', {
        error: faultForLog(error),
      });
      return problemResponse(error, { path: new URL(request.url).pathname });
    }
  },
  /** Each minute: see `triggers` in wrangler.toml. */
  async scheduled(_event: unknown, env: WorkerEnv, invocation: ExecutionContext): Promise<void> {
    const { storage, deliver, purge } = await appFor(env, invocation);
    await closeInterrupted(storage);
    await expireDue({ handoffs: storage.handoffs, clock: { nowMs: Date.now }, log });
    await deliver();
    await purge();
  },
};
