import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../config.js';
import { PLAN_LIMITS } from '../oncall/index.js';
import type { Book } from './book.js';
import { createBook } from './book.js';
import { parseBook } from './parse.js';
import type { ReadPlan } from './plans.js';
import type { BookData } from './schema.js';

export interface LoadedBook {
  readonly book: Book;
  readonly file: string;
  /** Nobody has written a book yet; the example stands in. */
  readonly example: boolean;
}

const exampleFile = (): string => createRequire(import.meta.url).resolve('#example-book');

/** Reads a book from its file, and the shift plans that lie beside it. */
export const readBook = (file: string): BookData => parseBook(readFileSync(file, 'utf8'), file, plansBeside(file));

const plansBeside =
  (book: string): ReadPlan =>
  (name) => {
    const file = resolve(dirname(book), name);
    if (!existsSync(file)) return { why: `there is no file ${file}` };
    const { size } = statSync(file);
    if (size > PLAN_LIMITS.bytes)
      return { why: `${size} bytes, and a plan has ${PLAN_LIMITS.bytes} at most: split it` };
    return readFileSync(file);
  };

/** The book named by `TOCSIN_BOOK`, else `./tocsin.yml`, else the example organisation. */
export function loadBook(named: string | undefined): LoadedBook {
  if (named !== undefined && !existsSync(named))
    throw new ConfigError(`TOCSIN_BOOK is ${named}, but there is no such file.`);
  const own = resolve(named ?? 'tocsin.yml');
  const example = !existsSync(own);
  const file = example ? exampleFile() : own;
  return { book: createBook(readBook(file)), file, example };
}
