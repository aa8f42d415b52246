import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';

export interface Uploaded {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
}

export interface UploadLimits {
  readonly files: number;
  /** Of each file. */
  readonly bytes: number;
  /** Asked before the first file, with the fields that came before it: why nothing is taken. */
  readonly refused: (fields: Uploaded['fields']) => string | undefined;
}

const PATIENCE_MS = 120_000;
/** Bytes under way, all uploads together: a few large ones at once must not take the memory of all. */
const ROOM = 160 * 1_048_576;
const room = { left: ROOM };

/** What a form with files sent; or why it was not taken. Nothing is kept beyond the limits. */
export function uploaded(request: Request, limits: UploadLimits): Promise<Uploaded | { readonly why: string }> {
  return new Promise((resolve) => {
    const fields: Record<string, string> = {};
    const files: { name: string; bytes: Buffer }[] = [];
    let held = 0;
    let over = false;
    const end = (result: Uploaded | { readonly why: string }): void => {
      if (over) return;
      over = true;
      clearTimeout(patience);
      room.left += held;
      request.unpipe();
      // What still comes is read away, so that the answer is seen.
      if ('why' in result) request.resume();
      resolve(result);
    };
    const patience = setTimeout(() => {
      end({ why: 'It took too long' });
    }, PATIENCE_MS);
    const broken = (): void => {
      end({ why: 'It broke off' });
    };
    request.once('close', () => {
      if (!request.complete) broken();
    });
    let reader: InstanceType<typeof Busboy>;
    try {
      reader = new Busboy({
        headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
        limits: { files: limits.files, fileSize: limits.bytes, fields: 10, fieldSize: 1_000, parts: limits.files + 10 },
      });
    } catch {
      return end({ why: 'This is no form with files' });
    }
    let asked = false;
    const admitted = (): boolean => {
      const why = asked ? undefined : limits.refused(fields);
      asked = true;
      if (why !== undefined) end({ why });
      return !over;
    };
    reader.on('field', (name, value) => {
      fields[name] = value;
    });
    reader.on('file', (_field, stream, given) => {
      // A part that says no name is a file all the same.
      const name = given ?? 'file';
      // A body that ends in the middle of a file is told to the file.
      stream.on('error', broken);
      if (!admitted()) return void stream.resume();
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (over) return;
        held += chunk.length;
        room.left -= chunk.length;
        if (room.left < 0) return end({ why: 'Too much is being sent at once: try again in a minute' });
        chunks.push(chunk);
      });
      stream.on('limit', () => {
        end({ why: `“${name}” is larger than ${Math.round(limits.bytes / 1_048_576)} MB` });
      });
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        // A field for files that was left empty is sent all the same.
        if (bytes.length > 0) files.push({ name, bytes });
      });
    });
    reader.on('filesLimit', () => {
      end({ why: `At most ${limits.files} files at once` });
    });
    reader.on('error', broken);
    reader.on('finish', () => {
      if (admitted()) end({ fields, files });
    });
    request.pipe(reader);
  });
}
