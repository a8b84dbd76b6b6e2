import { EnvHttpProxyAgent, type RequestInit, type Response, fetch as undiciFetch } from 'undici';
import { z } from 'zod';
import { GroundingError } from '../../core/errors.js';

/** Checksum that a server names for a file: of its bytes, or of its git blob. */
export type ServerChecksum = { kind: 'sha256' | 'git'; hex: string };

export interface HubFile {
  name: string;
  /** Null where the server does not say. */
  bytes: number | null;
  checksum: ServerChecksum | null;
}

export interface HubModel {
  id: string;
  commit: string | null;
  /** As the model's card names it: "mit"; null without one. */
  license: string | null;
  files: HubFile[];
}

/** A server that gives out models as huggingface.co does. */
export interface Hub {
  /** @throws {GroundingError} config-invalid: what to do about it. */
  describe(id: string, revision: string, signal: AbortSignal): Promise<HubModel>;
  /** The bytes of a file from `from` on; `isRest` is false where the server sends all of it again. */
  open(
    model: Pick<HubModel, 'id'> & { revision: string },
    name: string,
    from: number,
    signal: AbortSignal,
  ): Promise<{ body: AsyncIterable<Uint8Array>; isRest: boolean; checksum: ServerChecksum | null }>;
}

export interface HubOptions {
  base_url: string;
  /** Sent to the server itself, and to no address that it redirects to. */
  token: string | null;
  env: Readonly<Record<string, string | undefined>>;
}

const ModelInfo = z.looseObject({
  sha: z.string().optional(),
  cardData: z.looseObject({ license: z.union([z.string(), z.array(z.string())]).optional() }).nullish(),
  tags: z.array(z.string()).optional(),
  siblings: z.array(
    z.looseObject({
      rfilename: z.string(),
      size: z.number().nullish(),
      blobId: z.string().nullish(),
      lfs: z.looseObject({ sha256: z.string(), size: z.number().nullish() }).nullish(),
    }),
  ),
});

const REDIRECTS_MAX = 5;
const SHA256 = /^[0-9a-f]{64}$/;
const GIT_BLOB = /^[0-9a-f]{40}$/;

const invalid = (detail: string, cause?: unknown): GroundingError =>
  new GroundingError('config-invalid', { detail, cause });

/** Proxies of the environment are used; redirects are followed, as servers of models send their large files. */
export const modelHub = ({ base_url, token, env }: HubOptions): Hub => {
  const base = base_url.replace(/\/+$/, '');
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? env['HTTP_PROXY'] ?? env['http_proxy'];
  const dispatcher = proxy === undefined || proxy === '' ? {} : { dispatcher: new EnvHttpProxyAgent() };

  const send = async (
    url: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Response> => {
    const authorization =
      token === null || !url.startsWith(`${base}/`) ? {} : { authorization: `Bearer ${token}` };
    // What is compressed on the way has another length than the file, and could not be taken up again.
    const asked = { ...headers, ...authorization, 'accept-encoding': 'identity' };
    const init: RequestInit = { headers: asked, redirect: 'manual', signal, ...dispatcher };
    try {
      return await undiciFetch(url, init);
    } catch (cause) {
      signal.throwIfAborted();
      throw invalid(
        `${base} cannot be reached: ${reasonOf(cause)}. Check the address (--from) and your proxy (HTTPS_PROXY, NO_PROXY).`,
        cause,
      );
    }
  };

  return {
    describe: async (id, revision, signal) => {
      const url = `${base}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
      const response = await send(url, { accept: 'application/json' }, signal);
      requireOk(response, `The model ${id} at revision ${revision}`, base);
      const parsed = ModelInfo.safeParse(await response.json().catch(() => null));
      if (!parsed.success)
        throw invalid(
          `${url} is no description of a model, as huggingface.co gives it: check --from.`,
          parsed.error,
        );
      const { sha, cardData, tags = [], siblings } = parsed.data;
      const named =
        cardData?.license ?? tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
      return {
        id,
        commit: sha ?? null,
        license: named === undefined ? null : [named].flat().join(', '),
        files: siblings.map(({ rfilename, size, blobId, lfs }) => ({
          name: rfilename,
          bytes: lfs?.size ?? size ?? null,
          checksum: checksumOf(lfs?.sha256) ?? (lfs ? null : checksumOf(blobId)),
        })),
      };
    },
    open: async ({ id, revision }, name, from, signal) => {
      let url = `${base}/${id}/resolve/${encodeURIComponent(revision)}/${name}`;
      const range: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` };
      let checksum: ServerChecksum | null = null;
      for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
        const response = await send(url, range, signal);
        checksum ??= checksumOf(response.headers.get('x-linked-etag') ?? response.headers.get('etag'));
        const location = response.headers.get('location');
        if (response.status >= 300 && response.status < 400 && location !== null) {
          await response.body?.cancel();
          url = new URL(location, url).href;
          continue;
        }
        // Nothing is left to send: what is there is the whole file, or more than it.
        if (response.status === 416) return { body: emptyBody(), isRest: true, checksum };
        requireOk(response, `The file ${name} of ${id}`, base);
        return { body: response.body ?? emptyBody(), isRest: response.status === 206, checksum };
      }
      throw invalid(`${base} redirects ${name} of ${id} again and again.`);
    },
  };
};

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

const checksumOf = (text: string | null | undefined): ServerChecksum | null => {
  const hex = (text ?? '').replace(/^W\//, '').replaceAll('"', '').toLowerCase();
  if (SHA256.test(hex)) return { kind: 'sha256', hex };
  return GIT_BLOB.test(hex) ? { kind: 'git', hex } : null;
};

const requireOk = ({ ok, status }: Response, what: string, base: string): void => {
  if (ok) return;
  const todo =
    status === 401 || status === 403
      ? `${base} does not give it out without a token that may read it: accept its terms there, then set HF_TOKEN`
      : status === 404
        ? `is not at ${base}: check the name, --revision and --from`
        : `cannot be read: ${base} answers ${status}; try again later`;
  throw invalid(`${what}: ${todo}.`);
};

const reasonOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
};
