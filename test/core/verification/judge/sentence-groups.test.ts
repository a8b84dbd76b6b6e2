import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GroupedPiece, sentenceGroups } from '../../../../src/core/verification/judge/index.js';

const piece = fc.record({
  chars: fc.integer({ min: 1, max: 300 }),
  openClaims: fc.integer({ min: 0, max: 3 }),
});

const groupsOf = (pieces: readonly GroupedPiece[], groupChars: number) => {
  const groups = sentenceGroups<GroupedPiece>(groupChars);
  for (const one of pieces) groups.add(one);
  groups.end();
  return [...groups.ready()];
};

describe('sentenceGroups', () => {
  it('keeps every piece, in order', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 1, max: 500 }), (pieces, groupChars) => {
        expect(groupsOf(pieces, groupChars).flatMap((group) => group.pieces)).toEqual(pieces);
      }),
    );
  });

  it('makes the same groups however often complete ones are taken on the way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(piece, fc.boolean())),
        fc.integer({ min: 1, max: 500 }),
        (steps, groupChars) => {
          const groups = sentenceGroups<GroupedPiece>(groupChars);
          const taken: GroupedPiece[][] = [];
          const take = () => {
            const ready = groups.ready().map((group) => group.pieces);
            taken.push(...ready);
            groups.drop(ready.length);
          };
          for (const [one, takes] of steps) {
            groups.add(one);
            if (takes) take();
          }
          groups.end();
          take();
          const pieces = steps.map(([one]) => one);
          expect(taken).toEqual(groupsOf(pieces, groupChars).map((group) => group.pieces));
        },
      ),
    );
  });

  it('holds no more than the asked characters and the last piece', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 1, max: 500 }), (pieces, groupChars) => {
        for (const group of groupsOf(pieces, groupChars)) {
          const before = group.pieces.slice(0, -1).reduce((sum, { chars }) => sum + chars, 0);
          expect(before).toBeLessThan(groupChars);
        }
      }),
    );
  });

  it('lets pieces without open claims go at once, before the first that has some', () => {
    const groups = sentenceGroups<GroupedPiece>(100);
    groups.add({ chars: 40, openClaims: 0 });
    groups.add({ chars: 40, openClaims: 1 });
    groups.add({ chars: 40, openClaims: 0 });
    expect(groups.ready()).toHaveLength(1);
    groups.add({ chars: 40, openClaims: 0 });
    expect(groups.ready().map((group) => group.pieces.length)).toEqual([1, 3]);
  });
});
