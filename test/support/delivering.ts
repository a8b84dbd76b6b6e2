import { type Storage, storageOn } from '../../src/adapters/storage/index.js';
import { nodeCrypto, sqliteStore } from '../../src/adapters/storage/sqlite/index.js';
import { type DeliveryReceiver, type DispatchPorts, dispatcher } from '../../src/core/escalation/index.js';
import type { Log } from '../../src/core/ports.js';

export interface Delivering {
  storage: Storage;
  ports: DispatchPorts;
  log: Log;
  logged: string[];
  /** A test moves it. */
  time: { nowMs: number };
  /** Delivers what is due so many milliseconds later. */
  run(afterMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Real stores in memory and a dispatcher, with a clock that a test moves, and waits of their full length. */
export const delivering = async (
  receiversOf: (
    at: Pick<Delivering, 'storage' | 'ports' | 'log'>,
  ) => DeliveryReceiver[] | Promise<DeliveryReceiver[]>,
): Promise<Delivering> => {
  const storage = await storageOn(sqliteStore(':memory:', 'full'), nodeCrypto);
  const logged: string[] = [];
  const note = (message: string, fields?: Record<string, unknown>): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Log = { info: note, warn: note, error: note };
  const time = { nowMs: Date.parse('2026-03-01T10:00:00Z') };
  let ids = 0;
  const ports: DispatchPorts = {
    ...storage,
    clock: { nowMs: () => time.nowMs },
    ids: {
      next: () => {
        ids += 1;
        return `id-${ids}`;
      },
    },
    log,
    metrics: {
      count: () => undefined,
      observe: () => undefined,
      gauge: () => undefined,
      render: async () => ({ body: '', contentType: '' }),
    },
    random: () => 0.999_999,
  };
  const deliver = dispatcher(await receiversOf({ storage, ports, log }), ports);
  await deliver.prepare();
  return {
    storage,
    ports,
    log,
    logged,
    time,
    run: async (afterMs = 0) => {
      time.nowMs += afterMs;
      await deliver.run(new AbortController().signal);
    },
    close: () => storage.close(),
  };
};
