import { redactSecrets } from '../../core/audit/index.js';
import type { Log } from '../../core/ports.js';

type Level = 'info' | 'warn' | 'error';

/** JSON lines on the console, which Workers keep as logs. Whatever looks like a secret is masked. */
export function consoleLog(nowMs: () => number = Date.now): Log {
  const write = (level: Level, message: string, fields: Record<string, unknown> = {}) => {
    const line = JSON.stringify({ level, time: new Date(nowMs()).toISOString(), msg: message, ...fields });
    // biome-ignore lint/suspicious/noConsole: Workers have no other log.
    console[level](redactSecrets(line));
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}
