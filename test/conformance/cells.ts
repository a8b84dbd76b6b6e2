import { ANSWERS, type ScriptedAnswer } from './answers.js';
import { type Cut, cutOf, cutsOf } from './cuts.js';
import type { ConformanceProtocol, Mode } from './protocol.js';

/** One exchange of the suite. */
export interface Cell {
  protocol: ConformanceProtocol;
  answer: ScriptedAnswer;
  mode: Mode;
  cut: Cut;
}

export interface CellOptions {
  /** Where random cuts begin; another seed cuts elsewhere. */
  seed: number;
  /** Random cuts of each streamed answer. */
  randomCuts: number;
  /** Ids of the answers; default: all. */
  answers?: readonly string[];
}

/** The answers that are put to a protocol. */
const answersFor = (protocol: ConformanceProtocol, { answers }: CellOptions): ScriptedAnswer[] =>
  ANSWERS.filter(({ id }) => answers === undefined || answers.includes(id)).filter(
    ({ call }) => call === null || protocol.hasCalls,
  );

/** A failed answer says the same whatever its cut. */
const FAILURE_CUT = 'tokens';

/** Every exchange: answers × protocols × modes × cuts. */
export const cellsOf = (protocols: readonly ConformanceProtocol[], options: CellOptions): Cell[] => {
  const cuts = cutsOf(options.seed, options.randomCuts);
  return protocols.flatMap((protocol) =>
    answersFor(protocol, options).flatMap((answer) =>
      protocol.modes.flatMap((mode) =>
        (mode === 'streamed' ? cuts : [cutOf(FAILURE_CUT)]).map((cut) => ({
          protocol,
          answer,
          mode,
          cut,
        })),
      ),
    ),
  );
};
