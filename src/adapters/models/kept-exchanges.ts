import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MODEL_FAILURES, type ModelReply, type StructuredModel } from '../../core/ports.js';
import { exchangeKey, keptRequest } from './exchange-key.js';

const ModelCost = z.strictObject({
  calls: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  cost: z.number().nonnegative().nullable(),
  duration_ms: z.number().nonnegative(),
});

/** A reply as it is kept beside its request. */
const KeptReply = z.discriminatedUnion('isAnswered', [
  z.strictObject({ isAnswered: z.literal(true), value: z.unknown(), cost: ModelCost }),
  z.strictObject({
    isAnswered: z.literal(false),
    failure: z.enum(MODEL_FAILURES),
    cost: ModelCost,
  }),
]);

/** Failures that pass: a recording of them would keep a good reply from being asked for. */
const PASSING: readonly string[] = ['late', 'unavailable', 'rate_limited', 'circuit_open', 'over_budget'];

/**
 * Writes every exchange with a model into a folder, one JSON file each, for `replayedModel`. What is there already is not
 * asked again, so that a run that broke off goes on where it was.
 */
export const recordedModel = (model: StructuredModel, folder: string): StructuredModel => ({
  id: model.id,
  ask: async (request, signal) => {
    const kept = keptRequest(model.id, request);
    const path = join(folder, `${exchangeKey(kept)}.json`);
    const known = await keptReply(path);
    if (known !== null) return known;
    const reply = await model.ask(request, signal);
    if (reply.isAnswered || !PASSING.includes(reply.failure)) {
      await mkdir(folder, { recursive: true });
      await writeJson(path, { request: kept, reply });
    }
    return reply;
  },
});

/** Null where there is no such exchange. */
const keptReply = async (path: string): Promise<ModelReply | null> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : z.looseObject({ reply: KeptReply }).parse(JSON.parse(text)).reply;
};

/**
 * Replies from a folder that `recordedModel` wrote, without the model. What was not recorded is `unavailable`.
 * @param id that of the recorded model.
 * @param onMissing is told the name of each exchange that is not there.
 */
export const replayedModel = (
  id: string,
  folder: string,
  onMissing: (name: string) => void = () => undefined,
): StructuredModel => ({
  id,
  ask: async (request, signal) => {
    signal.throwIfAborted();
    const name = `${exchangeKey(keptRequest(id, request))}.json`;
    const known = await keptReply(join(folder, name));
    if (known !== null) return known;
    onMissing(name);
    const cost = { calls: 0, input_tokens: 0, output_tokens: 0, cost: null, duration_ms: 0 };
    return { isAnswered: false, failure: 'unavailable', cost };
  },
});

/** Whoever reads sees the whole file or none of it. */
export const writeJson = async (path: string, value: unknown): Promise<void> => {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`);
  await rename(draft, path);
};
