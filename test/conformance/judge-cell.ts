import { isDeepStrictEqual } from 'node:util';
import type { AuditRecord } from '../../src/schema/index.js';
import type { Cell } from './cells.js';
import { type Delivered, isStreamed } from './protocol.js';

/** What came back of one exchange. */
export interface Exchange {
  status: number;
  headers: Headers;
  /** The bytes of the body, and the same as text. */
  bytes: Uint8Array;
  raw: string;
  records: AuditRecord[];
}

/** What the same answer came to when it was checked as a finished text. */
export interface Measure {
  record: AuditRecord;
  /** What the customer gets of it, whole. */
  delivered: string;
}

/** What is wrong with an exchange, in words; nothing if it is as it must be. */
export const judgeCell = (cell: Cell, exchange: Exchange, measure: Measure): string[] => {
  const record = exchange.records[0];
  const problems = [...recordProblems(cell, exchange), ...leakProblems(cell, exchange)];
  if (record === undefined) return problems;
  const delivered = read(cell, exchange);
  problems.push(...delivered.problems);
  return [
    ...problems,
    ...(cell.mode === 'whole' || cell.mode === 'streamed'
      ? answeredProblems(cell, delivered, record, measure)
      : failedProblems(cell, exchange, delivered, record)),
  ];
};

const read = ({ protocol, mode }: Cell, { raw }: Exchange): Delivered => {
  try {
    return isStreamed(mode) ? protocol.readStream(raw) : protocol.readWhole(raw);
  } catch (error) {
    return {
      text: '',
      calls: [],
      isEnded: false,
      isError: false,
      problems: [`unreadable: ${String(error)}`],
    };
  }
};

/** Exactly one record, ended, that the reply names. */
const recordProblems = ({ protocol, answer, mode }: Cell, { headers, records }: Exchange): string[] => {
  const [record] = records;
  if (record === undefined || records.length !== 1)
    return [`${records.length} records where there must be one`];
  const problems: string[] = [];
  if (record.state !== 'closed') problems.push(`the record is ${record.state}, not closed`);
  if (record.endpoint !== protocol.request(answer, mode, '').path)
    problems.push(`the record is of ${record.endpoint}`);
  if (record.streamed !== isStreamed(mode)) problems.push(`the record says streamed: ${record.streamed}`);
  if (headers.get('x-plumbline-record') !== record.id && protocol.bot !== null)
    problems.push('x-plumbline-record names no record of this answer');
  return problems;
};

/** A word of a failing sentence stands in no byte that was sent. */
const leakProblems = ({ answer, protocol }: Cell, { headers, raw, bytes }: Exchange): string[] => {
  const problems: string[] = [];
  const sent = [raw, ...[...headers].map(([name, value]) => `${name}: ${value}`)].join('\n');
  if (answer.canary !== null && !protocol.showsOriginal && sent.includes(answer.canary)) {
    const at = sent.indexOf(answer.canary);
    problems.push(`words of a failing sentence were sent: …${sent.slice(Math.max(0, at - 80), at + 20)}…`);
  }
  if (Buffer.compare(Buffer.from(raw, 'utf8'), bytes) !== 0) problems.push('the bytes are no UTF-8');
  return problems;
};

const answeredProblems = (
  { answer, mode, protocol }: Cell,
  delivered: Delivered,
  record: AuditRecord,
  measure: Measure,
): string[] => {
  const problems: string[] = [];
  const must = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  must(
    record.decision === answer.decision,
    `the decision is ${record.decision}, not ${answer.decision} (${record.reason})`,
  );
  for (const field of ['decision', 'reason', 'groundedness', 'language', 'knowledge_version'] as const) {
    must(
      record[field] === measure.record[field],
      `${field} is ${record[field]}, and ${measure.record[field]} of the finished text`,
    );
  }
  const [choice] = record.choices;
  must(
    choice !== undefined && record.choices.length === 1,
    `the record has ${record.choices.length} choices`,
  );
  must(choice?.original_answer === answer.text, 'the recorded original is not what the bot said');
  must(choice?.answer === delivered.text, 'the recorded answer is not what was delivered');
  must(
    isDeepStrictEqual(choice?.claims, measure.record.choices[0]?.claims),
    'claims or verdicts differ from those of the finished text',
  );
  must(delivered.isEnded, 'the reply has no end');
  must(!delivered.isError, 'the reply is an error');
  const expected = expectedText(answer, mode === 'streamed', measure);
  must(
    delivered.text === expected,
    `delivered ${JSON.stringify(delivered.text)}, not ${JSON.stringify(expected)}`,
  );
  const calls = answer.call === null || !protocol.hasCalls ? [] : [answer.call];
  must(isDeepStrictEqual(delivered.calls, calls), 'the calls of functions are not those of the bot');
  return problems;
};

/** DESIGN, "Streaming": the same text whole and streamed; of what is held back, the verified beginning and the closing message. */
const expectedText = (answer: Cell['answer'], isStream: boolean, measure: Measure): string => {
  if (answer.decision === 'pass') return answer.text;
  if (answer.decision === 'rewrite' || !isStream || answer.prefix === '') return measure.delivered;
  return `${answer.prefix}\n\n${measure.delivered}`;
};

/** An answer that does not come to its end is an error in the vendor's form, and on record as such. */
const failedProblems = (
  { answer, mode }: Cell,
  exchange: Exchange,
  delivered: Delivered,
  record: AuditRecord,
): string[] => {
  const problems: string[] = [];
  const must = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const reason = mode === 'streamed_cut' ? 'upstream_cut' : 'upstream_error';
  must(record.reason === reason, `the record's reason is ${record.reason}, not ${reason}`);
  must(delivered.isError, "the reply is no error in the vendor's form");
  must(!delivered.isEnded, 'the reply ends as if it were whole');
  if (mode === 'error') must(exchange.status === 500, `the status is ${exchange.status}, not the bot's 500`);
  const said = record.choices[0]?.answer ?? '';
  must(said === delivered.text, 'the recorded answer is not what was delivered');
  must(
    answer.decision !== 'pass' || answer.text.startsWith(delivered.text),
    'what was delivered is no beginning of the answer',
  );
  return problems;
};
