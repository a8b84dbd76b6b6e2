import type { Hono } from 'hono';
import type { DraftChecks } from '../core/escalation/desk/index.js';
import type { AnswerSession, Delivery, HoldingWords } from '../core/pipeline.js';
import type {
  AuditLog,
  Clock,
  DeliveryStore,
  FiguresStore,
  HandoffFeed,
  HandoffStore,
  HelpdeskHook,
  Ids,
  KeyStore,
  Log,
  Metrics,
  PresenceStore,
  RateLimiter,
  SessionStore,
  Upstream,
} from '../core/ports.js';
import type { ProposalFiles } from '../core/proposing/index.js';
import type { EmbeddingsStatus } from '../core/retrieval/index.js';
import type { Config, GroundingRequest, Language } from '../schema/index.js';
import type { AppContext, AppEnv } from './security.js';

/** How HTTP reaches grounding. A throw of any of these ends in the safe refusal. */
export interface Grounding {
  /**
   * Opens the session of one answer. `whole`: a closing message replaces the answer, `stream`: it follows. `holding`:
   * the closing message of one that escalates; absent: the configured text.
   */
  open(request: GroundingRequest, delivery: Delivery, holding?: HoldingWords): AnswerSession;
  /** Language of a text, or null; for closing messages where no session could say it. */
  languageOf(text: string): Language | null;
}

/** A file that could not be indexed as it stands now; its last good version, if any, stays in force. */
export interface KnowledgeProblem {
  source: string;
  line: number | null;
  message: string;
}

export interface KnowledgeStatus {
  name: string;
  /** Whether there is an index to answer from. */
  usable: boolean;
  /** Version in force: "sha256:…", or null without an index. */
  version: string | null;
  documents: number;
  passages: number;
  problems: readonly KnowledgeProblem[];
  /** The configured embedding model; left out with the local embedding. */
  embeddings?: EmbeddingsStatus;
}

/** The knowledge bases in force, by name. */
export interface KnowledgeRegistry {
  status(): readonly KnowledgeStatus[];
}

/** The only clockwork that HTTP needs: the keep-alive of quiet streams. */
export interface Timers {
  /** Calls `run` every `intervalMs` until the returned function is called. */
  every(intervalMs: number, run: () => void): () => void;
}

/** Pages, served after the security rules. */
export interface ServedPages {
  app: Hono<AppEnv>;
  /** What is read without a key or session: it holds nothing of a conversation. */
  publicPaths: readonly string[];
  /** Where people sign in: open to reading and posting. */
  signInPath: string;
  /** What a page of the console answers to someone who is not signed in. */
  signedOut(c: AppContext): Response | Promise<Response>;
}

/** A configured receiver of handoffs' events; `tenant` is null where it is told of every tenant's. */
export interface KnownReceiver {
  endpoint: string;
  tenant: string | null;
}

/** Everything that the HTTP application is made of; the entries choose the adapters. */
export interface AppDeps {
  config: Config;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  audit: AuditLog;
  keys: KeyStore;
  sessions: SessionStore;
  handoffs: HandoffStore;
  figures: FiguresStore;
  feed: HandoffFeed;
  /** What is on its way to receivers outside. */
  deliveries: DeliveryStore;
  receivers: readonly KnownReceiver[];
  presence: PresenceStore;
  /** What a model proposed for the policies, by knowledge base; absent where there are no files of it to decide in. */
  proposals?: ReadonlyMap<string, ProposalFiles>;
  /** Where helpdesks call, by path: these calls come without a key, and are proved by the hook. */
  hooks: ReadonlyMap<string, HelpdeskHook>;
  knowledge: KnowledgeRegistry;
  /** By name in `upstreams`. Each adds its own `api_key_env` credential, where it has one. */
  upstreams: ReadonlyMap<string, Upstream>;
  grounding: Grounding;
  /** What the desk holds against the policies: what people write, and what they could send. */
  drafts: DraftChecks;
  timers: Timers;
  security: {
    /** Whether only loopback addresses are listened on. False: keys are required even when none exists. */
    loopback: boolean;
  };
  /** Local ISO day in the operator's timezone. */
  today(): string;
  /** Milliseconds with fractions since some moment; absent where the runtime's clock stands still (Workers). */
  stopwatch?: () => number;
  /** Holds each key to a rate; absent: none does. */
  rateLimiter?: RateLimiter;
  /** The pages that people open: playground and console. Absent: none are served. */
  pages?: (deps: AppDeps) => ServedPages;
}
