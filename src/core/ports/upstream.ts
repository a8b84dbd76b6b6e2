export interface UpstreamRequest {
  method: string;
  /** Path after the base URL, with query: "/chat/completions"; empty for the base URL itself. */
  path: string;
  headers: Record<string, string>;
  body: Uint8Array | string | null;
}

export interface UpstreamResponse {
  status: number;
  headers: Headers;
  body: ReadableStream<Uint8Array>;
}

/** One configured bot. Redirects are not followed; what comes encoded is decoded within bounds. */
export interface Upstream {
  /** @throws {GroundingError} upstream-unreachable, upstream-timeout. Aborting the signal cancels the bot's work. */
  send(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamResponse>;
}
