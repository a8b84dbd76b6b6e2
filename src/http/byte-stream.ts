/** A response body that is written to as words arrive. */
export interface ByteStream {
  readable: ReadableStream<Uint8Array>;
  /** Resolves once the reader has room for more. @throws {StreamClosedError} after the reader went away. */
  write(text: string): Promise<void>;
  /** Writes at once, without waiting for room; false if the reader went away. */
  writeNow(text: string): boolean;
  close(): void;
}

/** The reader of a body went away. */
export class StreamClosedError extends Error {
  constructor() {
    super('the reader closed the stream');
    this.name = 'StreamClosedError';
  }
}

/** @param onCancel runs once when the reader goes away before the end. */
export const openByteStream = (onCancel: () => void): ByteStream => {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let isClosed = false;
  let wake: (() => void) | null = null;
  const wakeWriter = (): void => {
    wake?.();
    wake = null;
  };
  const readable = new ReadableStream<Uint8Array>(
    {
      start(c) {
        controller = c;
      },
      pull: wakeWriter,
      cancel() {
        isClosed = true;
        wakeWriter();
        onCancel();
      },
    },
    { highWaterMark: 16 },
  );
  const writeNow = (text: string): boolean => {
    if (isClosed || controller === null) return false;
    if (text !== '') controller.enqueue(encoder.encode(text));
    return true;
  };
  return {
    readable,
    writeNow,
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
