import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GroundingError } from '../core/index.js';
import { unusableCalibration } from '../core/verification/index.js';
import { Calibration, type Config } from '../schema/index.js';

const FIX = 'run "plumbline calibrate", or remove "verification.calibration"';

/** Reads the file of `verification.calibration`; null where none is named. @throws {GroundingError} config-invalid. */
export const loadCalibration = async (config: Config, baseDir: string): Promise<Calibration | null> => {
  const name = config.verification.calibration;
  if (name === undefined) return null;
  const file = resolve(baseDir, name);
  const refuse = (why: string, cause?: unknown): GroundingError =>
    new GroundingError('config-invalid', {
      detail: `"verification.calibration": ${file} cannot be used: ${why}; ${FIX}.`,
      cause,
    });
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw refuse('it cannot be read', cause);
  });
  const calibration = parse(text);
  if (typeof calibration === 'string') throw refuse(calibration);
  const bases = Object.keys(config.knowledge_bases);
  const missing = bases.find((base) => calibration.knowledge_bases[base] === undefined);
  if (missing !== undefined) throw refuse(`it has no thresholds for the knowledge base "${missing}"`);
  const why = unusableCalibration(calibration);
  if (why !== null) throw refuse(why);
  return calibration;
};

const parse = (text: string): Calibration | string => {
  try {
    const parsed = Calibration.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return `"${issue?.path.map(String).join('.') ?? ''}": ${issue?.message ?? 'not a calibration'}`;
  } catch {
    return 'it is not JSON';
  }
};
