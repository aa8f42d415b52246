import { Readable } from 'node:stream';

/** A heading is no longer than this, in characters. */
const HEADING = 4_000;

export interface CsvText {
  readonly text: Readable;
  /** What stands between the names of the heading stands between all fields. */
  readonly delimiter: ',' | ';';
}

/** The characters of a file in UTF-8, or UTF-16 that says so. Bytes that are neither end it with `NotText`. */
export async function textOf(file: Readable): Promise<CsvText> {
  const chunks = decoded(file);
  let heading = '';
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    heading += next.value;
    if (heading.includes('\n') || heading.length > HEADING) break;
  }
  const first = heading.split('\n', 1)[0] ?? '';
  const count = (character: string): number => first.split(character).length - 1;
  return {
    text: Readable.from(rest(heading, chunks)),
    delimiter: count(';') > count(',') ? ';' : ',',
  };
}

/** The file is written in another encoding than it should be. */
export class NotText extends Error {
  constructor() {
    super('this is not written in UTF-8: save it as "CSV UTF-8"');
  }
}

async function* rest(heading: string, chunks: AsyncIterable<string>): AsyncGenerator<string> {
  if (heading !== '') yield heading;
  yield* chunks;
}

async function* decoded(file: Readable): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  const decode = (bytes?: Buffer): string => {
    try {
      return decoder?.decode(bytes, { stream: bytes !== undefined }) ?? '';
    } catch {
      throw new NotText();
    }
  };
  for await (const chunk of file as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true });
    const text = decode(chunk);
    if (text !== '') yield text;
  }
  const last = decode();
  if (last !== '') yield last;
}
