import { z } from 'zod';
import { GroundingError } from '../../core/errors.js';
import { Calibration, Config, graderSettings, KnowledgeSnapshot, Passage } from '../../schema/index.js';

/** Most passages of a Worker's knowledge base: search there is exact and its memory 128 MB. */
export const WORKER_PASSAGES_MAX = 10_000;

/** Largest asset: Workers take 25 MiB. */
export const SHARD_BYTES_MAX = 20 * 1_048_576;

/** Models whose clients need no more than fetch; with base_url, any server of their form. */
const WORKER_MODELS = /^(?:openai|anthropic):/;

/** A file of a compiled knowledge base: JSON under a path relative to the assets folder. */
export interface CompiledFile {
  name: string;
  body: string;
}

/** What the Worker reads first: its configuration, and where each knowledge base lies. */
const Manifest = z.strictObject({
  schema_version: z.literal(1),
  config: Config,
  knowledge: z.record(z.string(), z.string()),
  /** Fitted thresholds, where `verification.calibration` names some. */
  calibration: Calibration.nullable().default(null),
});

export interface CompileOptions {
  shardBytesMax?: number;
  calibration?: Calibration | null;
}

const ShardedSnapshot = KnowledgeSnapshot.omit({ passages: true }).extend({ shards: z.array(z.string()) });

export const MANIFEST = 'plumbline.json';

/**
 * Everything that a Worker is deployed with: `plumbline.json` with the configuration, and each knowledge base as
 * `knowledge/N/index.json` with its shards of passages, each at most `shardBytesMax` long.
 * @throws {GroundingError} config-invalid, in words, for what a Worker cannot serve.
 */
export function compileWorker(
  config: Config,
  snapshots: readonly KnowledgeSnapshot[],
  { shardBytesMax = SHARD_BYTES_MAX, calibration = null }: CompileOptions = {},
): CompiledFile[] {
  requireServable(config);
  const knowledge: Record<string, string> = {};
  const files = snapshots.flatMap((snapshot, place) => {
    const folder = `knowledge/${place}`;
    knowledge[snapshot.name] = `${folder}/index.json`;
    return compileKnowledge(snapshot, shardBytesMax).map(({ name, body }) => ({
      name: `${folder}/${name}`,
      body,
    }));
  });
  for (const name of Object.keys(config.knowledge_bases)) {
    if (knowledge[name] === undefined) {
      throw unservable(`the knowledge base "${name}" was not compiled`);
    }
  }
  const manifest: z.input<typeof Manifest> = { schema_version: 1, config, knowledge, calibration };
  return [{ name: MANIFEST, body: JSON.stringify(manifest) }, ...files];
}

/**
 * A snapshot as `index.json` and its shards.
 * @throws {GroundingError} config-invalid above 10,000 passages.
 */
export function compileKnowledge(
  snapshot: KnowledgeSnapshot,
  shardBytesMax = SHARD_BYTES_MAX,
): CompiledFile[] {
  const { passages, ...rest } = snapshot;
  if (passages.length > WORKER_PASSAGES_MAX) {
    throw unservable(
      `the knowledge base "${snapshot.name}" has ${passages.length} passages, more than the ${WORKER_PASSAGES_MAX} that a Worker searches; serve it with Node, or divide it`,
    );
  }
  const shards = packed(
    passages.map((passage) => JSON.stringify(passage)),
    shardBytesMax,
  ).map((items, place) => ({ name: `passages-${place}.json`, body: `[${items.join(',')}]` }));
  const index: z.input<typeof ShardedSnapshot> = { ...rest, shards: shards.map(({ name }) => name) };
  return [{ name: 'index.json', body: JSON.stringify(index) }, ...shards];
}

/** Reads one file of the compiled knowledge base; null where there is none. */
export type ReadCompiled = (name: string) => Promise<unknown>;

/**
 * The configuration and the snapshots that `compileWorker` wrote.
 * @throws {GroundingError} config-invalid when there are none, or of another version.
 */
export async function loadCompiled(
  read: ReadCompiled,
): Promise<{ config: Config; snapshots: KnowledgeSnapshot[]; calibration: Calibration | null }> {
  const manifest = parsed(Manifest, await read(MANIFEST), MANIFEST);
  const snapshots = await Promise.all(
    Object.values(manifest.knowledge).map((path) => loadSnapshot(read, path)),
  );
  return { config: manifest.config, snapshots, calibration: manifest.calibration };
}

async function loadSnapshot(read: ReadCompiled, path: string): Promise<KnowledgeSnapshot> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const { shards, ...rest } = parsed(ShardedSnapshot, await read(path), path);
  const parts = await Promise.all(
    shards.map(async (name) => parsed(z.array(Passage), await read(folder + name), folder + name)),
  );
  return { ...rest, passages: parts.flat() };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new GroundingError('config-invalid', {
    detail: `The asset ${name} is missing or of another version: run \`plumbline index --compile\` and deploy again.`,
    cause: result.error,
  });
}

/** Settings that need what Workers have not. */
function requireServable(config: Config): void {
  for (const setting of ['verification', 'rewriting'] as const) {
    const { model } = config[setting];
    const name = typeof model === 'string' ? model : model?.model;
    if (name !== undefined && !WORKER_MODELS.test(name))
      throw unservable(
        `${setting}.model must be null, openai:… or anthropic:…, since the clients of others need Node`,
      );
  }
  const { grader } = config.verification;
  const settings = grader === null ? null : graderSettings(grader);
  if (settings?.kind === 'onnx') {
    throw unservable('verification.grader must be a service or null, since local models run on Node only');
  }
  if (settings?.kind === 'vertex' && settings.auth === 'metadata_server') {
    throw unservable(
      'verification.grader.auth must not be metadata_server, which only machines of Google Cloud have',
    );
  }
  if (config.verification.embeddings !== 'local') {
    throw unservable('verification.embeddings must be local, since the passages are embedded when it starts');
  }
}

function unservable(words: string): GroundingError {
  return new GroundingError('config-invalid', { detail: `This cannot be served by a Worker: ${words}.` });
}

/** Items in order, as many together as fit. */
function packed(items: readonly string[], bytesMax: number): string[][] {
  const encoder = new TextEncoder();
  const groups: string[][] = [];
  let group: string[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const itemBytes = encoder.encode(item).byteLength + 1;
    if (bytes + itemBytes > bytesMax) {
      group = [];
      groups.push(group);
      bytes = 1;
    }
    group.push(item);
    bytes += itemBytes;
  }
  return groups;
}
