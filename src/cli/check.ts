import { readFileSync } from 'node:fs';
import { pinoLog, systemClock } from '../adapters/system/index.js';
import { GroundingError, groundAnswer } from '../core/index.js';
import { CheckRequest, type Config, Language } from '../schema/index.js';
import { calibrated } from './calibrated.js';
import { configuredModels } from './configured-models.js';
import { groundingRequest } from './grounding-request.js';
import { loadCalibration } from './load-calibration.js';
import { localDays } from './local-day.js';
import { openKnowledge } from './open-knowledge.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';
import { printAnswer } from './print-answer.js';

export interface CheckOptions {
  /** A file with a check request as JSON, as `POST /v1/check` takes it; "-" is standard input. */
  file?: string;
  answer?: string;
  question?: string;
  as_of?: string;
  language?: string;
  json?: boolean;
}

const STANDARD_INPUT = 0;

const invalid = (detail: string, cause?: unknown): GroundingError =>
  new GroundingError('request-invalid', { detail, cause });

const requestOf = (options: CheckOptions): CheckRequest => {
  if (options.file === undefined && options.answer === undefined) {
    throw invalid(
      'Nothing to check: give --answer "…", or a file with a check request (- for standard input).',
    );
  }
  let asked: unknown;
  if (options.file === undefined) {
    const messages = options.question === undefined ? [] : [{ role: 'user', content: options.question }];
    asked = { answer: options.answer, messages, as_of: options.as_of, language: options.language };
  } else {
    try {
      asked = JSON.parse(readFileSync(options.file === '-' ? STANDARD_INPUT : options.file, 'utf8'));
    } catch (cause) {
      throw invalid(
        `${options.file} cannot be read as JSON: ${cause instanceof Error ? cause.message : cause}`,
        cause,
      );
    }
  }
  const parsed = CheckRequest.safeParse(asked);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`"${issue?.path.map(String).join('.')}": ${issue?.message}.`, parsed.error);
  }
  return parsed.data;
};

/** `plumbline check`: one answer against the knowledge base, without a server or a record. */
export const checkAnswer = async (
  options: CheckOptions,
  { config, baseDir, out }: { config: Config; baseDir: string; out: Out },
): Promise<ExitCode> => {
  const request = requestOf(options);
  const calibration = await loadCalibration(config, baseDir);
  const models = await configuredModels(config, { baseDir });
  const knowledge = await openKnowledge(config, baseDir, { log: pinoLog({ level: 'warn' }), watch: false });
  try {
    const asked = groundingRequest(config, {
      messages: request.messages.map(({ role, content }) => ({
        role,
        content: typeof content === 'string' ? content : JSON.stringify(content),
      })),
      as_of: request.as_of ?? localDays(config.timezone)(systemClock.nowMs()),
      language: Language.safeParse(request.language?.slice(0, 2)).data ?? null,
      context: request.context,
      ...(request.knowledge_base === undefined ? {} : { knowledge_base: request.knowledge_base }),
    });
    const { outcome } = await groundAnswer(asked, request.answer, {
      knowledge: calibrated(knowledge.current(asked.knowledge_base), calibration, asked.knowledge_base),
      ...models,
    });
    if (options.json === true) out(JSON.stringify(outcome, null, 2));
    else printAnswer(outcome, out);
    return outcome.decision === 'pass' ? EXIT.done : EXIT.no;
  } finally {
    await knowledge.close();
  }
};
