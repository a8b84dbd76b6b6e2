import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file of a stub hub: its bytes, and whether it lies in the store of large files, which has SHA-256 checksums. */
export interface StubFile {
  body: Buffer;
  is_large: boolean;
}

export interface HubStub {
  url: string;
  /** "GET /path", with the range where one was asked for. */
  calls: string[];
  /** Authorization that came with calls: of the hub itself, and of the other host that it redirects to. */
  tokens: { hub: Set<string | undefined>; store: Set<string | undefined> };
  files: Map<string, StubFile>;
  /** What happens to the next call for a file's bytes: they end after so many, with an error or without, or other ones are sent. */
  trouble: { name: string; endsAfter?: number; breaks?: boolean; sends?: Buffer } | null;
  /** Whether checksums stand in the description; else only in the headers of a file. */
  describes: boolean;
  close(): Promise<void>;
}

const COMMIT = 'a'.repeat(40);
const ID = 'owner/tiny';

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
const gitBlob = (body: Buffer): string =>
  createHash('sha1').update(`blob ${body.length}\0`).update(body).digest('hex');

/** A server on loopback that gives out one model as huggingface.co does: large files by a redirect. */
export const startHubStub = async (license = 'mit'): Promise<HubStub> => {
  const stub: Omit<HubStub, 'url' | 'close'> = {
    calls: [],
    tokens: { hub: new Set(), store: new Set() },
    files: new Map(),
    trouble: null,
    describes: true,
  };
  const describe = (): object => ({
    id: ID,
    sha: COMMIT,
    cardData: { license },
    siblings: [...stub.files].map(([rfilename, { body, is_large }]) => ({
      rfilename,
      ...(stub.describes
        ? {
            size: body.length,
            blobId: gitBlob(body),
            ...(is_large ? { lfs: { sha256: sha256(body), size: body.length } } : {}),
          }
        : {}),
    })),
  });
  const send = (response: ServerResponse, name: string, file: StubFile, range: string | undefined): void => {
    const { trouble } = stub;
    const isMet = trouble?.name === name;
    if (isMet) stub.trouble = null;
    const body = (isMet ? trouble.sends : undefined) ?? file.body;
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (from > 0 && from >= body.length) {
      response.writeHead(416).end();
      return;
    }
    const rest = body.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      ...(isMet && trouble.endsAfter !== undefined && trouble.breaks !== true
        ? {}
        : { 'content-length': rest.length }),
      etag: `"${file.is_large ? sha256(file.body) : gitBlob(file.body)}"`,
    });
    const sent = isMet ? rest.subarray(0, trouble.endsAfter) : rest;
    if (isMet && trouble.breaks === true) response.write(sent, () => response.destroy());
    else response.end(sent);
  };
  const server = createServer(({ url = '', method, headers }, response) => {
    const path = decodeURIComponent(url.split('?')[0] ?? '');
    stub.tokens[path.startsWith('/store/') ? 'store' : 'hub'].add(headers.authorization);
    stub.calls.push([method, path, headers.range].filter((part) => part !== undefined).join(' '));
    if (path === `/api/models/${ID}/revision/main`) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(describe()));
      return;
    }
    const resolved = `/${ID}/resolve/${COMMIT}/`;
    const name = path.replace(resolved, '').replace('/store/', '');
    const file = stub.files.get(name);
    if (file === undefined) {
      response.writeHead(path.includes('secret') ? 401 : 404).end();
      return;
    }
    if (file.is_large && !path.startsWith('/store/'))
      response
        .writeHead(302, {
          location: `http://localhost:${port}/store/${name}`,
          'x-linked-etag': `"${sha256(file.body)}"`,
        })
        .end();
    else send(response, name, file, headers.range);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(stub, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
};
