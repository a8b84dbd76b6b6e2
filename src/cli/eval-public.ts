import { writeFile } from 'node:fs/promises';
import { GroundingError } from '../core/index.js';
import { evaluatePublicSet, formatPublic, PUBLIC_SETS, type PublicFigures } from '../evaluation/index.js';
import { Decisions, type OperatingPoint } from '../schema/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalPublicOptions {
  /** Lines drawn of each set; 0: all. */
  sample: number;
  /** Names of sets, separated by commas; default: all. */
  only?: string;
  json?: string;
  operatingPoint?: OperatingPoint;
}

/** `plumbline eval:public DATA_DIR`: every public data set in turn, published scores beside ours. */
export const runEvalPublic = async (
  dataFolder: string,
  options: EvalPublicOptions,
  { out, progress }: { out: Out; progress: Out },
): Promise<ExitCode> => {
  const wanted = options.only?.split(',').map((name) => name.trim());
  const known = PUBLIC_SETS.map((set) => set.name);
  const stranger = wanted?.find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new GroundingError('request-invalid', {
      detail: `--only names "${stranger}"; the sets are ${known.join(', ')}.`,
    });
  const figures: PublicFigures[] = [];
  for (const set of PUBLIC_SETS)
    if (wanted === undefined || wanted.includes(set.name))
      figures.push(
        await evaluatePublicSet(dataFolder, set, {
          decisions: Decisions.parse({ operating_point: options.operatingPoint }),
          sample: options.sample,
          nowMs: () => performance.now(),
          onProgress: progress,
        }),
      );
  out(formatPublic(figures));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
  return EXIT.done;
};
