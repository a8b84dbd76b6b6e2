import { type DestinationStream, pino } from 'pino';
import { redactSecrets } from '../../core/audit/index.js';
import type { Log } from '../../core/ports.js';

export interface PinoLogOptions {
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where the lines go; standard error when absent, so that a command's output stays its own. */
  destination?: DestinationStream;
}

/** Header lists and credentials are never printed, whatever they hold. */
const HIDDEN = ['headers', 'authorization', 'cookie', 'x-api-key', 'x-plumbline-key', 'api_key', 'key'];
const STANDARD_ERROR = 2;

/** JSON lines by pino. Whatever still looks like a secret in a line is masked. */
export function pinoLog(options: PinoLogOptions = {}): Log {
  const log = pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: HIDDEN.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[hidden]' },
      hooks: { streamWrite: redactSecrets },
    },
    options.destination ?? pino.destination({ fd: STANDARD_ERROR, sync: true }),
  );
  return {
    info: (message, fields = {}) => log.info(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    error: (message, fields = {}) => log.error(fields, message),
  };
}
