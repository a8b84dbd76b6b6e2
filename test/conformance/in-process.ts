import { join } from 'node:path';
import { loadConfig } from '../../src/adapters/config/index.js';
import { readKnowledgeFiles } from '../../src/adapters/knowledge/index.js';
import { openAnswerSession } from '../../src/core/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import type { AnswerSession, Delivery } from '../../src/core/pipeline.js';
import type { Upstream } from '../../src/core/ports.js';
import { detectLanguage } from '../../src/core/reading/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../src/core/retrieval/index.js';
import type { Config, GroundingRequest } from '../../src/schema/index.js';
import { type TestApp, testApp } from '../support/http-app.js';
import type { ConformanceProtocol } from './protocol.js';
import { botReply } from './scripted-bot.js';
import type { Target } from './target.js';

export const DEPLOYMENT = join(import.meta.dirname, 'deployment');

const scriptedUpstream = (protocols: readonly ConformanceProtocol[]): Upstream => ({
  send: async (request) => {
    const body =
      typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body ?? undefined);
    const reply = botReply(request.path, body, protocols);
    if (reply === null) throw new Error(`no request of the suite: ${request.path}`);
    let at = 0;
    return {
      status: reply.status,
      headers: new Headers({ 'content-type': reply.contentType }),
      body: new ReadableStream<Uint8Array>({
        pull(controller) {
          const chunk = reply.chunks[at];
          at += 1;
          if (chunk !== undefined) controller.enqueue(chunk);
          else if (reply.isBroken) controller.error(new Error('socket hang up'));
          else controller.close();
        },
      }),
    };
  },
});

/** The index of the suite's policies and tables. */
export const deploymentIndex = async (): Promise<KnowledgeIndex> => {
  const { files } = await readKnowledgeFiles({
    policies: join(DEPLOYMENT, 'policies'),
    knowledge: join(DEPLOYMENT, 'knowledge'),
    glossary: join(DEPLOYMENT, 'glossary.yaml'),
    readings: join(DEPLOYMENT, 'readings.yaml'),
  });
  return buildKnowledgeIndex((await buildSnapshot('default', files)).snapshot);
};

export interface InProcessOptions {
  protocols: readonly ConformanceProtocol[];
  index: KnowledgeIndex;
  /** Stands behind every upstream of the configuration; default: the scripted bot, without a socket. */
  upstream?: Upstream;
  configure?(config: Config): void;
  /** Opens the session of an answer; default: a real one over the index. */
  open?(request: GroundingRequest, delivery: Delivery, index: KnowledgeIndex): AnswerSession;
}

/** The suite's deployment within this process: its configuration, policies and tables, and a bot. */
export const inProcessDeployment = (options: InProcessOptions): { target: Target; test: TestApp } => {
  const { protocols, index, configure, open } = options;
  const { config } = loadConfig('plumbline.yaml', DEPLOYMENT);
  configure?.(config);
  const upstream = options.upstream ?? scriptedUpstream(protocols);
  const test = testApp({
    config,
    deps: {
      upstreams: new Map(Object.keys(config.upstreams).map((name) => [name, upstream])),
      grounding: {
        open: (request, delivery) =>
          open?.(request, delivery, index) ?? openAnswerSession(request, { knowledge: { index } }, delivery),
        languageOf: detectLanguage,
      },
    },
  });
  return { target: { fetch: async (path, init) => await test.app.request(path, init) }, test };
};
