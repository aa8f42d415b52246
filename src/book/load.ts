import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ConfigError } from '../config.js';
import type { Book } from './book.js';
import { createBook } from './book.js';
import { parseBook } from './parse.js';

export interface LoadedBook {
  readonly book: Book;
  readonly file: string;
  /** Nobody has written a book yet; the example stands in. */
  readonly example: boolean;
}

const exampleFile = (): string => createRequire(import.meta.url).resolve('#example-book');

/** The book named by `TOCSIN_BOOK`, else `./tocsin.yml`, else the example organisation. */
export function loadBook(named: string | undefined): LoadedBook {
  if (named !== undefined && !existsSync(named))
    throw new ConfigError(`TOCSIN_BOOK is ${named}, but there is no such file.`);
  const own = resolve(named ?? 'tocsin.yml');
  const example = !existsSync(own);
  const file = example ? exampleFile() : own;
  return { book: createBook(parseBook(readFileSync(file, 'utf8'), file)), file, example };
}
