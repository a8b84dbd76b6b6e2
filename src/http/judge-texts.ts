import type { GroundingRequest, Language, RecordedChoice } from '../schema/index.js';
import { type Deadline, noDeadline } from './deadline.js';
import type { AppDeps } from './deps.js';
import { GuardedOutput, type OutputFault } from './guarded-output.js';
import {
  displacedWords,
  FloorWatch,
  type HandoffCall,
  type OwnAnswer,
  ownAnswerOf,
  ownChoice,
  saying,
  takesHandoffs,
} from './handoff/index.js';
import { lateChoice } from './late-choice.js';
import { type AnswerResult, type ClosedAnswer, recordClosed } from './recording.js';

/** Finished texts of a bot that somebody else delivers, and what they are held against. */
export interface TextsToJudge {
  call: HandoffCall;
  request: GroundingRequest;
  /** Each is a choice of its own in the record. */
  texts: readonly string[];
  /** When it is over, what is not decided yet is decided by the fail mode. Default: none. */
  deadline?: Deadline;
  signal?: AbortSignal;
}

export interface JudgedTexts {
  result: AnswerResult & { choices: readonly RecordedChoice[] };
  closed: ClosedAnswer;
}

/** Characters given to a session at once: between two pieces the deadline is looked at. Verdicts don't depend on it. */
const PIECE_CHARS = 1_000;

/** Under fail mode `escalate` nothing of the bot goes out that is not on record. */
const UNRECORDED: OutputFault = { action: 'escalate', reason: 'check_failed:audit_write' };

/**
 * Judges finished texts and puts the decision on record.
 * @throws {GroundingError} audit-write-failed under fail mode `closed`.
 */
export const judgeTexts = async (judged: TextsToJudge, deps: AppDeps): Promise<JudgedTexts> => {
  const { call } = judged;
  const { fail_mode } = call.route.config;
  // A person who has the conversation is not waited for: the bot's words are there, and somebody waits for a decision.
  const own = await ownAnswerOf(call, 0, deps);
  let result = own === null ? await groundInTime(judged, deps) : await tellOwn(judged, own);
  let closed = await recordClosed(call, result, deps, fail_mode === 'closed' ? 'throw' : 'tell');
  if (closed.fault !== null && fail_mode === 'escalate') {
    call.handoff.handOver?.withhold();
    result = await groundTexts({ ...judged, deadline: noDeadline }, deps, UNRECORDED);
    closed = await recordClosed(call, result, deps, 'tell');
  }
  return { result, closed };
};

/** Grounds the texts; where a person took over meanwhile, that is told instead. */
const groundInTime = async (judged: TextsToJudge, deps: AppDeps): Promise<JudgedTexts['result']> => {
  const { call } = judged;
  if (!takesHandoffs(call.route, deps)) return await groundTexts(judged, deps);
  const floor = new FloorWatch(call.handoff, deps);
  try {
    const result = await groundTexts(judged, deps);
    if (await floor.holds()) return result;
    return await tellOwn(judged, saying(await displacedWords(call, floor, deps)));
  } finally {
    floor.stop();
  }
};

/** Own words in place of each text; those of the bot are on record, and told to who has the case. */
const tellOwn = async (
  { texts, call, signal = new AbortController().signal }: TextsToJudge,
  own: OwnAnswer,
): Promise<JudgedTexts['result']> => {
  const words = await own.say(signal);
  await call.handoff.dropped(texts.join('\n\n'));
  const choices = texts.map((original, index) => ownChoice(index, words, { answer: words.text, original }));
  return { choices, language: words.language, knowledge_version: null };
};

const groundTexts = async (
  judged: TextsToJudge,
  deps: AppDeps,
  fault?: OutputFault,
): Promise<JudgedTexts['result']> => {
  const { call, request, texts, deadline = noDeadline } = judged;
  const choices: RecordedChoice[] = [];
  let language: Language | null = null;
  let knowledge_version: string | null = null;
  for (const [index, text] of texts.entries()) {
    const output = deadline.isOver()
      ? null
      : await deadline.race(groundText(index, text, judged, deps, fault));
    language ??= output?.language ?? null;
    knowledge_version ??= output?.knowledgeVersion ?? null;
    if (output === null) {
      deps.log.error('a check came too late', { record_id: call.id });
      language ??= request.language ?? languageOf(text, deps);
    }
    choices.push(
      output?.choice ??
        (await lateChoice(index, text, request, {
          language: language ?? 'en',
          holding: call.handoff.holding,
        })),
    );
  }
  return { choices, language, knowledge_version };
};

const groundText = async (
  index: number,
  text: string,
  { call, request, deadline = noDeadline, signal = new AbortController().signal }: TextsToJudge,
  deps: AppDeps,
  fault: OutputFault | undefined,
): Promise<GuardedOutput | null> => {
  const output = new GuardedOutput({
    index,
    request,
    grounding: deps.grounding,
    delivery: 'whole',
    answerCharsMax: deps.config.limits.answer_chars,
    holding: call.handoff.holding,
    following: call.handoff.following,
    ...(fault === undefined ? {} : { fault }),
    onFault: ({ reason }) => deps.log.error('an answer could not be checked', { record_id: call.id, reason }),
  });
  for (let at = 0; at < text.length; at += PIECE_CHARS) {
    await output.push(text.slice(at, at + PIECE_CHARS), signal);
    if (deadline.isOver()) return null;
  }
  await output.end(signal);
  return output;
};

const languageOf = (text: string, deps: AppDeps): Language | null => {
  try {
    return deps.grounding.languageOf(text);
  } catch {
    return null;
  }
};
