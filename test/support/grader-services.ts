import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import { outboundHttp } from '../../src/adapters/webhooks/index.js';
import { openRemoteGrader, type RemoteGraderOptions } from '../../src/cli/remote-grader.js';
import type { Deadline } from '../../src/core/index.js';
import type { ClaimGrader } from '../../src/core/verification/judge/index.js';
import { type Claim, GraderSettings, type RemoteGraderSettings } from '../../src/schema/index.js';
import { claimOf, gradingRequest } from './grading-request.js';
import { type StubCall, type StubServer, startStub } from './stub-server.js';

/** A reply of a service, as its own documentation or server gives it. */
export const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/graders/${name}.json`, import.meta.url), 'utf8'));

/** A deadline that is never over. */
export const ample: Deadline = {
  within: async (run, signal) => ({ isLate: false, value: await run(signal) }),
};

export const SECRETS: Readonly<Record<string, string>> = {
  AWS_BEARER_TOKEN_BEDROCK: 'bedrock-key',
  AZURE_CONTENT_SAFETY_KEY: 'azure-key',
  GOOGLE_ACCESS_TOKEN: 'ya29.token',
  GRADER_KEY: 'own-key',
};

/** A service with what is set to reach it at an address, and a reply that supports a claim about the jetty. */
export interface ServiceCase {
  kind: RemoteGraderSettings['kind'];
  settings: Record<string, unknown>;
  /** Field of the settings that holds the address, and what comes after the server's own. */
  address: 'base_url' | 'url';
  /** "METHOD /path" of the call. */
  call: RegExp;
  supports(call: StubCall): unknown;
}

/** Place of the piece of evidence that tells of the jetty, in a list of a request. */
const jettyIn = (list: unknown): number =>
  Array.isArray(list) ? list.findIndex((one) => JSON.stringify(one).includes('given back at the jetty')) : -1;

const vertexReply = ({ body }: StubCall): unknown => {
  const reply = JSON.parse(JSON.stringify(recorded('vertex')));
  reply.citedChunks[0].source = String(jettyIn(body?.['facts']));
  reply.claims[0].endPos = Buffer.byteLength(String(body?.['answerCandidate']));
  return reply;
};

const httpReply = ({ body }: StubCall): unknown => {
  const reply = JSON.parse(JSON.stringify(recorded('http')));
  reply.grades[0].evidence = [jettyIn(body?.['evidence']) + 1];
  return reply;
};

export const SERVICES: readonly ServiceCase[] = [
  {
    kind: 'bedrock',
    settings: { region: 'us-east-1', guardrail_id: 'gr1a2b3c', guardrail_version: '3' },
    address: 'base_url',
    call: /^POST \/guardrail\/gr1a2b3c\/version\/3\/apply$/,
    supports: () => recorded('bedrock'),
  },
  {
    kind: 'azure',
    settings: {},
    address: 'base_url',
    call: /^POST \/contentsafety\/text:detectGroundedness$/,
    supports: () => recorded('azure'),
  },
  {
    kind: 'vertex',
    settings: { project: 'boats-1', auth: 'access_token', credential_env: 'GOOGLE_ACCESS_TOKEN' },
    address: 'base_url',
    call: /^POST \/v1\/projects\/boats-1\/locations\/global\/groundingConfigs\/default_grounding_config:check$/,
    supports: vertexReply,
  },
  {
    kind: 'lettucedetect',
    settings: { api_key_env: 'GRADER_KEY' },
    address: 'base_url',
    call: /^POST \/v1\/lettucedetect\/token$/,
    supports: () => recorded('lettucedetect-token'),
  },
  {
    kind: 'http',
    settings: { api_key_env: 'GRADER_KEY' },
    address: 'url',
    call: /^POST \/$/,
    supports: httpReply,
  },
];

export const serviceCase = (kind: ServiceCase['kind']): ServiceCase => {
  const found = SERVICES.find((service) => service.kind === kind);
  if (found === undefined) throw new Error(`no service ${kind}`);
  return found;
};

/** The settings of a service at an address of this machine. */
export const settingsAt = (
  { kind, settings, address }: ServiceCase,
  url: string,
  over: Record<string, unknown> = {},
): RemoteGraderSettings => {
  const parsed = GraderSettings.parse({ kind, [address]: url, allow_private: true, ...settings, ...over });
  if (parsed.kind === 'onnx') throw new Error('not a service');
  return parsed;
};

/** A grader at a stub server; waits pass at once and are noted. */
export const graderAt = (
  service: ServiceCase,
  url: string,
  {
    over = {},
    secrets = SECRETS,
    ...options
  }: Partial<RemoteGraderOptions> & {
    over?: Record<string, unknown>;
    secrets?: Readonly<Record<string, string>>;
  } = {},
): { grader: ClaimGrader; waits: number[]; time: { nowMs: number } } => {
  const waits: number[] = [];
  const time = { nowMs: Date.parse('2026-06-01T09:00:00Z') };
  const grader = openRemoteGrader(settingsAt(service, url, over), {
    http: outboundHttp(),
    clock: { nowMs: () => time.nowMs },
    deadlineAfter: () => ample,
    wait: async (ms) => {
      waits.push(ms);
      time.nowMs += ms;
    },
    readSecret: (variable) => secrets[variable] ?? null,
    ...options,
  });
  return { grader, waits, time };
};

/** A key of a service account whose tokens come from an address. */
export const serviceAccount = (tokenUri: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    type: 'service_account',
    client_email: 'grader@boats-1.iam.gserviceaccount.com',
    private_key_id: 'k1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    token_uri: tokenUri,
  };
  return { key: JSON.stringify(key), publicKey };
};

export const JETTY = 'You get the deposit back at the jetty.';
export const NEVER = new AbortController().signal;

/** Grades claims at a stub server in place of a service; the server ends with the test. */
export const gradingAtStubs = () => {
  let server: StubServer | null = null;
  const close = async (): Promise<void> => {
    await server?.close();
    server = null;
  };
  afterEach(close);
  const stub = async (answer: (call: StubCall) => unknown): Promise<StubServer> => {
    await close();
    server = await startStub((call) => ({ status: 200, body: answer(call) }));
    return server;
  };
  /** One grading, with what was sent for it; without an answer the service supports the claim about the jetty. */
  const graded = async (
    kind: ServiceCase['kind'],
    answer: ((call: StubCall) => unknown) | null = null,
    {
      claims = [claimOf(JETTY)],
      over = {},
      tools = [],
    }: { claims?: readonly Claim[]; over?: Record<string, unknown>; tools?: readonly string[] } = {},
  ) => {
    const service = serviceCase(kind);
    const { url, calls } = await stub(answer ?? service.supports);
    const { grader } = graderAt(service, url, { over });
    const request = await gradingRequest(claims, tools);
    return { ...(await grader.grade(request, NEVER)), calls, request };
  };
  return { stub, graded };
};
