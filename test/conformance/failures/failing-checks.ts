import { deadlineAfter } from '../../../src/adapters/system/index.js';
import { GroundingError, openAnswerSession } from '../../../src/core/index.js';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import type { AnswerSession, Delivery, GroundingPorts } from '../../../src/core/pipeline.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import type { AuditRecord, GroundingRequest } from '../../../src/schema/index.js';

/** A part of ours that fails; the route's fail mode says what comes of it. */
export interface CheckFailure {
  name: string;
  open(request: GroundingRequest, delivery: Delivery, index: KnowledgeIndex): AnswerSession;
  reason: string;
}

const empty = buildKnowledgeIndex((await buildSnapshot('default', [])).snapshot);

const over =
  (ports: (index: KnowledgeIndex) => GroundingPorts): CheckFailure['open'] =>
  (request, delivery, index) =>
    openAnswerSession(request, ports(index), delivery);

const throwing = async (): Promise<never> => {
  throw new Error('the session failed');
};

export const CHECK_FAILURES: readonly CheckFailure[] = [
  {
    name: 'a check that throws',
    open: over((index) => ({ knowledge: { index }, verify: throwing })),
    reason: 'check_failed:verification',
  },
  {
    name: 'a check that exceeds its deadline',
    open: over((index) => ({
      knowledge: { index },
      verify: () => new Promise(() => undefined),
      deadline: deadlineAfter(2),
    })),
    reason: 'check_failed:deadline',
  },
  {
    name: 'an index that is empty',
    open: over(() => ({ knowledge: { index: empty } })),
    reason: 'check_failed:index_empty',
  },
  {
    name: 'an index that is not there yet',
    open: () => {
      throw new GroundingError('policy-index-unknown', { detail: 'It is still being read.' });
    },
    reason: 'check_failed:policy_index_unknown',
  },
  {
    name: 'a session that throws on words',
    open: () => ({ push: throwing, end: throwing }),
    reason: 'check_failed:session',
  },
  {
    name: 'a session that throws at its end',
    open: () => ({ push: async () => '', end: throwing }),
    reason: 'check_failed:session',
  },
];

/** A store that takes no record. */
export interface StoreFailure {
  name: string;
  states: readonly AuditRecord['state'][];
  error: string;
}

export const STORE_FAILURES: readonly StoreFailure[] = [
  {
    name: 'an audit store that is read-only',
    states: ['opened', 'closed'],
    error: 'SQLITE_READONLY: attempt to write a readonly database',
  },
  {
    name: 'an audit store that is full',
    states: ['opened', 'closed'],
    error: 'SQLITE_FULL: database or disk is full',
  },
];
