import { Dicer } from '@fastify/busboy';

export interface Part {
  readonly name: string;
  /** Lower-case media type; empty when the part does not say. */
  readonly type: string;
  readonly bytes: Buffer;
}

const MAX_PARTS = 20;
const MAX_PART_BYTES = 8 * 1024 * 1024;
/** The splitter works on memory only; a body that keeps it busy for so long is not a camera's. */
const PATIENCE_MILLISECONDS = 2_000;

/** RFC 2046 allows 70 characters; the token is taken verbatim, cameras use `MIME_boundary` and worse. */
export function boundaryOf(contentTypeHeader: string): string | undefined {
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s"]{1,200}))/i.exec(contentTypeHeader);
  return found?.[1] ?? found?.[2];
}

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return (found?.[1] ?? found?.[2])?.slice(0, 100);
};

const isHeaders = (value: unknown): value is Readonly<Record<string, readonly string[]>> =>
  typeof value === 'object' && value !== null;

/**
 * Splits a multipart body of any subtype. Busboy itself takes only `multipart/form-data` whose parts have a
 * Content-Disposition; Hikvision also sends `multipart/mixed` without one, so its splitter Dicer is used. A body
 * that ends before its closing boundary gives the parts that it has: some firmware never sends the closing one.
 */
export function splitMultipart(
  body: Buffer,
  boundary: string,
): Promise<readonly Part[] | { readonly message: string }> {
  return new Promise((resolve) => {
    const parts: Part[] = [];
    const dicer = new Dicer({ boundary, maxHeaderPairs: 32 });
    let seen = 0;
    const settle = (refusal?: string) => {
      clearTimeout(patience);
      resolve(refusal === undefined ? parts : { message: refusal });
    };
    const patience = setTimeout(() => settle('this multipart body does not end'), PATIENCE_MILLISECONDS);
    dicer.on('part', (part) => {
      seen += 1;
      if (seen > MAX_PARTS) return settle(`more than ${MAX_PARTS} parts`);
      const chunks: Buffer[] = [];
      let size = 0;
      let name = '';
      let type = '';
      part.on('header', (header: unknown) => {
        if (!isHeaders(header)) return;
        type = (header['content-type']?.[0] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
        const disposition = header['content-disposition']?.[0] ?? '';
        name = parameter(disposition, 'name') ?? parameter(disposition, 'filename') ?? '';
      });
      part.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_PART_BYTES) settle(`a part is longer than ${MAX_PART_BYTES} bytes`);
        else chunks.push(chunk);
      });
      // Emitted when the body ends within the part; what came is kept.
      part.on('error', () => undefined);
      part.on('end', () => parts.push({ name, type, bytes: Buffer.concat(chunks) }));
    });
    dicer.on('error', () => undefined);
    dicer.on('finish', () => settle());
    dicer.end(body);
  });
}
