import { beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from './answers.js';
import { deploymentIndex, inProcessDeployment } from './in-process.js';
import { PROTOCOLS } from './protocols/index.js';
import { type CellResult, runSuite } from './run-suite.js';

const RANDOM_CUTS = 4;

describe('the conformance suite', () => {
  let results: CellResult[];
  let states: Map<string, string[]>;

  beforeAll(async () => {
    const { target, test } = inProcessDeployment({ protocols: PROTOCOLS, index: await deploymentIndex() });
    results = await runSuite(target, {
      protocols: PROTOCOLS,
      seed: 1,
      randomCuts: RANDOM_CUTS,
      parallel: 1,
      runId: 'run',
    });
    states = new Map();
    for (const { id, state } of test.audit.appended) states.set(id, [...(states.get(id) ?? []), state]);
  }, 180_000);

  it.each(
    PROTOCOLS.flatMap((protocol) => protocol.modes.map((mode) => ({ name: protocol.name, protocol, mode }))),
  )(
    '$name, $mode: verdicts, decision and text are as they must be for every answer and cut',
    ({ protocol, mode }) => {
      const own = results.filter(({ cell }) => cell.protocol === protocol && cell.mode === mode);
      expect(own.length).toBeGreaterThan(0);
      expect(
        own
          .filter(({ problems }) => problems.length > 0)
          .map(({ cell, problems }) => ({ answer: cell.answer.id, cut: cell.cut.id, problems })),
      ).toEqual([]);
    },
  );

  it('leaves one terminal entry for every answer, after the opening one of a stream', () => {
    expect(states.size).toBe(results.length + ANSWERS.length);
    for (const entries of states.values()) expect([['closed'], ['opened', 'closed']]).toContainEqual(entries);
  });
});
