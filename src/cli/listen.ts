import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GroundingError } from '../core/index.js';
import { refusingAmbiguity } from './ambiguous-request.js';

/** An open port and how to close it: new connections are refused, open ones may end. */
export interface Listener {
  url: string;
  port: number;
  close(): Promise<void>;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether only this machine can reach an address that is listened on. */
export const isLoopbackAddress = (host: string): boolean => LOOPBACK.test(host);

/** How long open requests may take to end once the server closes. */
const CLOSE_GRACE_MS = 5_000;

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

const listenProblem = (
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  fix: string,
): GroundingError => {
  const detail =
    error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is already in use; ${fix}.`
      : `Cannot listen on ${host}, port ${port} (${error.code ?? error.message}); ${fix}.`;
  return new GroundingError('config-listen', { detail, cause: error });
};

/**
 * Listens on an address; port 0 takes a free one.
 * @param fix what to do when the port is taken, as the end of a sentence.
 * @throws {GroundingError} config-listen
 */
export const listen = (
  handler: RequestListener,
  host: string,
  port: number,
  fix: string,
): Promise<Listener> =>
  new Promise((resolve, reject) => {
    const server = createServer(refusingAmbiguity(handler));
    server.once('error', (error) => reject(listenProblem(error, host, port, fix)));
    server.listen(port, host, () => {
      const taken = (server.address() as AddressInfo).port;
      const shown = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${shown}:${taken}`, port: taken, close: () => closeServer(server) });
    });
  });
