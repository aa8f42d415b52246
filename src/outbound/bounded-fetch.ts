/** An answer that is longer than we are ready to hold. */
export class TooLarge extends Error {
  constructor(limit: number) {
    super(`the answer is longer than ${limit} bytes`);
    this.name = 'TooLarge';
  }
}

/**
 * `fetch` that reads the whole answer, up to a limit of bytes counted after decompression, before it gives it on; the
 * deadline of the request then counts for the answer as well. It follows no redirect: what is sent was meant for one
 * address.
 */
export const boundedFetch =
  (limit: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    const body = response.body === null ? null : await bytesOf(response.body, limit);
    const headers = new Headers(response.headers);
    // They speak of the body as it was on the way.
    headers.delete('content-encoding');
    headers.delete('content-length');
    return new Response(body, { status: response.status, statusText: response.statusText, headers });
  };

async function bytesOf(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength;
    if (length > limit) {
      // Ends the connection: nobody waits for the rest.
      void reader.cancel().catch(() => undefined);
      throw new TooLarge(limit);
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
