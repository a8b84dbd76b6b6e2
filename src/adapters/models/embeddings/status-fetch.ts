/** An HTTP status in place of a reply; `headers` may say when to ask again. */
export class StatusError extends Error {
  readonly status: number;
  readonly headers: Headers;

  constructor(status: number, headers: Headers) {
    super(`HTTP ${status}`);
    this.name = 'StatusError';
    this.status = status;
    this.headers = headers;
  }
}

/** Fetches for clients that throw the headers of a failure away. @throws {StatusError} for every status but 2xx. */
export const statusFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.ok) return response;
  await response.body?.cancel();
  throw new StatusError(response.status, response.headers);
};
