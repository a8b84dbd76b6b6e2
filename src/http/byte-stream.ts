/** A response body that is written to as words arrive. */
export interface ByteStream {
  readable: ReadableStream<Uint8Array>;
  /** Resolves once the reader has room for more. @throws {StreamClosedError} after the reader went away. */
  write(text: string): Promise<void>;
  /** Writes at once, without waiting for room; false if the reader went away. */
  writeNow(text: string): boolean;
  /** Whether the reader has taken all that was written; of one that went away, whether it had. */
  readonly isTaken: boolean;
  close(): void;
}

/** The reader of a body went away. */
export class StreamClosedError extends Error {
  constructor() {
    super('the reader closed the stream');
    this.name = 'StreamClosedError';
  }
}

/** Pieces that wait for the reader before a writer does. */
const PIECES_MAX = 16;

/**
 * @param onCancel runs once when the reader goes away before the end.
 * @param onRead runs when the reader has taken a piece.
 */
export const openByteStream = (onCancel: () => void, onRead = (): void => undefined): ByteStream => {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let isClosed = false;
  let isTaken = true;
  let wake: (() => void) | null = null;
  const wakeWriter = (): void => {
    wake?.();
    wake = null;
  };
  const lookAtQueue = (): void => {
    isTaken = controller?.desiredSize === PIECES_MAX;
  };
  const readable = new ReadableStream<Uint8Array>(
    {
      start(c) {
        controller = c;
      },
      pull() {
        lookAtQueue();
        wakeWriter();
        onRead();
      },
      cancel() {
        isClosed = true;
        wakeWriter();
        onCancel();
      },
    },
    { highWaterMark: PIECES_MAX },
  );
  const writeNow = (text: string): boolean => {
    if (isClosed || controller === null) {
      isTaken &&= text === '';
      return false;
    }
    if (text !== '') controller.enqueue(encoder.encode(text));
    lookAtQueue();
    return true;
  };
  return {
    readable,
    writeNow,
    get isTaken() {
      return isTaken;
    },
    async write(text) {
      if (!writeNow(text)) throw new StreamClosedError();
      if (controller !== null && (controller.desiredSize ?? 0) <= 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (isClosed) throw new StreamClosedError();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      controller?.close();
    },
  };
};
