import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pinoLog, systemClock } from '../adapters/system/index.js';
import { GroundingError } from '../core/index.js';
import { modelBuild } from '../core/verification/index.js';
import { calibrateBase, formatJson, type ReviewedAnswer, reviewedAnswers } from '../evaluation/index.js';
import type { BaseCalibration, Calibration, Config } from '../schema/index.js';
import { localDays } from './local-day.js';
import { openKnowledge } from './open-knowledge.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface CalibrateOptions {
  /** JSON Lines of answers that people reviewed. */
  reviewed?: string;
  /** File to write; default: `calibration.json` beside the configuration. */
  out?: string;
  json?: boolean;
}

/**
 * `plumbline calibrate`: fits the operating points to the configured knowledge bases and writes the file that
 * `verification.calibration` names. @throws {GroundingError} request-invalid: reviewed answers that cannot be read.
 */
export const calibrate = async (
  options: CalibrateOptions,
  { config, baseDir, out, progress }: { config: Config; baseDir: string; out: Out; progress: Out },
): Promise<ExitCode> => {
  const reviewed = await readReviewed(options.reviewed, Object.keys(config.knowledge_bases));
  const knowledge = await openKnowledge(config, baseDir, { log: pinoLog({ level: 'warn' }), watch: false });
  try {
    const asOf = localDays(config.timezone)(systemClock.nowMs());
    const bases: Record<string, BaseCalibration> = {};
    for (const name of Object.keys(config.knowledge_bases)) {
      progress(`calibrating ${name}`);
      const own = reviewed.filter((answer) => answer.knowledge_base === name);
      bases[name] = await calibrateBase(name, knowledge.current(name).index, own, asOf);
    }
    const calibration: Calibration = { schema_version: 1, model: modelBuild(), knowledge_bases: bases };
    const file = resolve(baseDir, options.out ?? 'calibration.json');
    await writeFile(file, formatJson(calibration));
    out(options.json === true ? JSON.stringify({ file, ...calibration }, null, 2) : told(calibration, file));
    return EXIT.done;
  } finally {
    await knowledge.close();
  }
};

const readReviewed = async (
  file: string | undefined,
  bases: readonly string[],
): Promise<ReviewedAnswer[]> => {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new GroundingError('request-invalid', {
      detail: `--reviewed: ${file} could not be read. Name a JSON Lines file of reviewed answers.`,
      cause,
    });
  });
  const answers = reviewedAnswers(text, file);
  const stranger = answers.find((answer) => !bases.includes(answer.knowledge_base));
  if (stranger !== undefined)
    throw new GroundingError('request-invalid', {
      detail: `${file} names the knowledge base "${stranger.knowledge_base}"; configured are ${bases.join(', ')}.`,
    });
  return answers;
};

const told = ({ model, knowledge_bases }: Calibration, file: string): string =>
  [
    ...Object.entries(knowledge_bases).flatMap(([name, { points, measured, warnings }]) => [
      `${name}: ${measured.own_sentences} of its own sentences, ${measured.counterfactuals} changed or withheld, ${measured.reviewed_right} right and ${measured.reviewed_wrong} wrong reviewed claims`,
      '  operating point   fails from a risk of   verified up to',
      ...Object.entries(points).map(
        ([point, { failing, verified }]) =>
          `  ${point.padEnd(15)} ${failing.toFixed(4).padStart(22)} ${verified.toFixed(4).padStart(16)}`,
      ),
      '  failing from   right claims that fail   wrong claims that fail',
      ...measured.curve.map(
        (point) =>
          `  ${point.failing.toFixed(2).padStart(12)} ${(point.false_interventions?.toFixed(3) ?? '-').padStart(22)} ${(point.caught?.toFixed(3) ?? '-').padStart(24)}`,
      ),
      ...warnings.map((warning) => `  ! ${warning}`),
      '',
    ]),
    `wrote ${file} for ${model}`,
    'It takes effect with this in plumbline.yaml: verification: { calibration: FILE }',
  ].join('\n');
