/** A piece of an answer that was checked, and how many of its claims a grader is to be asked about. */
export interface GroupedPiece {
  chars: number;
  openClaims: number;
}

/** Pieces that are settled together, in the order of the answer. */
export interface SentenceGroup<Piece> {
  pieces: Piece[];
  openClaims: number;
}

export interface SentenceGroups<Piece> {
  add(piece: Piece): void;
  /** The answer is over: what is open counts as complete. */
  end(): void;
  /** The groups that are complete, first things first; they stay until dropped. */
  ready(): readonly SentenceGroup<Piece>[];
  drop(count: number): void;
}

/** Claims in one request: more make replies long and judges careless. */
const OPEN_CLAIMS_MAX = 16;

/**
 * Groups the pieces of an answer for a grader: a piece without open claims stands alone unless a group is under way; one
 * with open claims begins a group, which is complete with the piece that brings it to `groupChars` characters. Groups
 * depend on the pieces alone, so that a stream asks the same as the whole answer.
 */
export const sentenceGroups = <Piece extends GroupedPiece>(groupChars: number): SentenceGroups<Piece> => {
  const complete: SentenceGroup<Piece>[] = [];
  let open: (SentenceGroup<Piece> & { chars: number }) | null = null;
  const close = (): void => {
    if (open !== null) complete.push({ pieces: open.pieces, openClaims: open.openClaims });
    open = null;
  };
  return {
    add: (piece) => {
      if (open === null && piece.openClaims === 0) {
        complete.push({ pieces: [piece], openClaims: 0 });
        return;
      }
      open ??= { pieces: [], openClaims: 0, chars: 0 };
      open.pieces.push(piece);
      open.openClaims += piece.openClaims;
      open.chars += piece.chars;
      if (open.chars >= groupChars || open.openClaims >= OPEN_CLAIMS_MAX) close();
    },
    end: close,
    ready: () => complete,
    drop: (count) => {
      complete.splice(0, count);
    },
  };
};
