import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import {
  alteredFiles,
  DTYPE_ENDINGS,
  type Dtype,
  type ModelManifest,
  modelHub,
  pullModel,
  readManifest,
} from '../adapters/local-models/index.js';
import { GroundingError } from '../core/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

const HUB = 'https://huggingface.co';
const MODELS_FOLDER = 'models';
const BYTES_PER_MB = 1_000_000;
/** "owner/name"; the name becomes a folder. */
const MODEL_ID = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
const NOT_COMMERCIAL = /(?:^|[-_ ,])nc(?:$|[-_ ,])|non-?commercial|research/i;

export interface ModelsIo {
  out: Out;
  progress: Out;
}

export interface PullCommandOptions {
  revision?: string;
  to?: string;
  from?: string;
  dtype?: Dtype;
  json?: boolean;
}

/** `plumbline models pull ID`: downloads a model for `verification.grader`, checks it, and says how to use it. */
export const modelsPull = async (
  id: string,
  options: PullCommandOptions,
  { out, progress }: ModelsIo,
): Promise<ExitCode> => {
  if (!MODEL_ID.test(id))
    throw new GroundingError('config-invalid', {
      detail: `"${id}" is no model’s name: give OWNER/NAME, as the hub has it.`,
    });
  const { revision = 'main', from: base_url = HUB, to: folder = join(MODELS_FOLDER, id) } = options;
  const token = process.env['HF_TOKEN'] ?? null;
  const hub = modelHub({ base_url, token: token === '' ? null : token, env: process.env });
  const { manifest, license, kept } = await pullModel(hub, {
    id,
    revision,
    base_url,
    dtype: options.dtype ?? null,
    folder,
    signal: new AbortController().signal,
    onProgress: (name, bytes, of) =>
      progress(`${name}: ${mb(bytes)}${of === null ? '' : ` of ${mb(of)}`} MB`),
  });
  progress('');
  if (options.json === true) {
    out(JSON.stringify({ folder, license, kept, ...manifest }, null, 2));
    return EXIT.done;
  }
  for (const { name, bytes, sha256, is_from_server } of manifest.files)
    out(
      `${name}  ${mb(bytes)} MB  sha256:${sha256}${kept.includes(name) ? '  was there' : ''}${is_from_server ? '' : '  (the server names no checksum)'}`,
    );
  out(`Licence, as its card says: ${license ?? 'none named; ask before you use it'}.`);
  if (license !== null && NOT_COMMERCIAL.test(license)) out('This licence does not allow commercial use.');
  out(`Use it:  verification: { grader: "onnx:${folder}" }`);
  return EXIT.done;
};

/** `plumbline models list`: the models that were pulled below a folder. */
export const modelsList = async (
  options: { folder?: string; json?: boolean },
  { out }: ModelsIo,
): Promise<ExitCode> => {
  const found = await pulledModels(options.folder ?? MODELS_FOLDER);
  if (options.json === true) out(JSON.stringify(found, null, 2));
  else if (found.length === 0)
    out('No model was pulled here; get one with: plumbline models pull OWNER/NAME');
  else
    for (const { folder, manifest } of found)
      out(
        `${manifest.id}  ${manifest.commit ?? manifest.revision}  ${mb(manifest.files.reduce((sum, { bytes }) => sum + bytes, 0))} MB  ${folder}`,
      );
  return EXIT.done;
};

/** `plumbline models verify FOLDER`: holds the files against what was pulled; exit 1 where one is missing or altered. */
export const modelsVerify = async (
  folder: string,
  options: { json?: boolean },
  { out }: ModelsIo,
): Promise<ExitCode> => {
  const manifest = await readManifest(folder);
  if (manifest === null)
    throw new GroundingError('config-invalid', {
      detail: `Nothing was pulled into ${folder}: it has no manifest to verify it by.`,
    });
  const altered = await alteredFiles(folder, manifest);
  if (options.json === true) out(JSON.stringify({ id: manifest.id, folder, altered }, null, 2));
  else
    out(
      altered.length === 0
        ? `${manifest.id}: as it was pulled.`
        : `Missing or altered: ${altered.join(', ')}.`,
    );
  return altered.length === 0 ? EXIT.done : EXIT.no;
};

/** Folders with a manifest, at most two levels down: OWNER/NAME. */
const pulledModels = async (
  folder: string,
  depth = 2,
): Promise<{ folder: string; manifest: ModelManifest }[]> => {
  const manifest = await readManifest(folder);
  if (manifest !== null) return [{ folder, manifest }];
  if (depth === 0) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return (await Promise.all(below.sort().map((path) => pulledModels(path, depth - 1)))).flat();
};

const mb = (bytes: number): string => (bytes / BYTES_PER_MB).toFixed(1);

/** Adds `models pull`, `list` and `verify`; `finish` takes their exit code. */
export const addModelsCommands = (program: Command, io: ModelsIo, finish: (code: ExitCode) => void): void => {
  const models = program.command('models').description('models that run on this machine');
  models
    .command('pull')
    .description('download a model for verification.grader, and check it')
    .argument('<id>', 'OWNER/NAME, as the hub has it')
    .option('--revision <name>', 'branch, tag or commit (default: main)')
    .option('--to <folder>', 'folder for its files (default: models/OWNER/NAME)')
    .option('--from <url>', `address of the hub (default: ${HUB})`)
    .addOption(
      new Option(
        '--dtype <name>',
        'precision of the weights (default: q8 where there is one, else fp32)',
      ).choices(Object.keys(DTYPE_ENDINGS)),
    )
    .option('--json', 'print as JSON')
    .action(async (id: string, options: PullCommandOptions) => finish(await modelsPull(id, options, io)));
  models
    .command('list')
    .description('list models that were pulled')
    .option('--folder <folder>', `where to look (default: ${MODELS_FOLDER})`)
    .option('--json', 'print as JSON')
    .action(async (options) => finish(await modelsList(options, io)));
  models
    .command('verify')
    .description('hold the files of a model against their checksums')
    .argument('<folder>')
    .option('--json', 'print as JSON')
    .action(async (folder: string, options) => finish(await modelsVerify(folder, options, io)));
};
