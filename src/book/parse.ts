import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readClientFiles } from './client-files.js';
import { noPlans, type ReadPlan, readPlans } from './plans.js';
import { type BookProblem, brokenReferences } from './references.js';
import type { BookData } from './schema.js';
import { bookSchema } from './schema.js';

/** One thing wrong with a book: where, what, and the value that stands there. */
export interface BookFault {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** A book that is refused. The message lists every fault with line and column. */
export class BookError extends Error {
  constructor(
    readonly file: string,
    readonly faults: readonly BookFault[],
  ) {
    super(faults.map((f) => `${file}:${f.line}:${f.column}: ${f.path ? `${f.path}: ` : ''}${f.message}`).join('\n'));
    this.name = 'BookError';
  }
}

/**
 * Reads a book from YAML text, with the shift plans, logos and certificates that it names. All faults are collected; a book with one fault is
 * refused whole.
 */
export function parseBook(text: string, file: string, readPlan: ReadPlan = noPlans): BookData {
  const lines = new LineCounter();
  // No custom tags, and few aliases: a book is written by people, a "billion laughs" is not.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  // A warning is a tag that nobody knows: what stands there would be read as something else.
  const complaints = [...document.errors, ...document.warnings];
  if (complaints.length > 0) {
    throw new BookError(
      file,
      complaints.map((e) => ({ ...at(e.pos[0]), path: '', message: e.message })),
    );
  }
  const where = (path: readonly PropertyKey[]) => at(offsetOf(document, path));
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new BookError(file, [{ line: 1, column: 1, path: '', message: (error as Error).message }]);
  }
  const parsed = bookSchema.safeParse(plain);
  if (!parsed.success) {
    throw new BookError(
      file,
      parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => unknownKey(document, issue.path, key, at))
          : [fault(issue, where(issue.path), plain)],
      ),
    );
  }
  const refuse = (problems: readonly BookProblem[]): void => {
    if (problems.length === 0) return;
    const faults = problems.map((b) => ({ ...where(b.path), path: b.path.join('.'), message: b.message }));
    throw new BookError(file, faults);
  };
  refuse(brokenReferences(parsed.data));
  const { plans, problems } = readPlans(parsed.data, readPlan);
  refuse(problems);
  const { files, problems: unusable } = readClientFiles(parsed.data, readPlan);
  refuse(unusable);
  return {
    ...parsed.data,
    ...(plans.size > 0 ? { plans } : {}),
    ...(files.size > 0 ? { files } : {}),
  };
}

type At = (offset: number) => { line: number; column: number };

/** Points at the key itself: its value may begin on another line. */
function unknownKey(document: Document, path: readonly PropertyKey[], key: string, at: At): BookFault {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map) ? map.items.find((each) => isScalar(each.key) && String(each.key.value) === key) : undefined;
  const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  const place = at(offset ?? offsetOf(document, path));
  return { ...place, path: [...path, key].join('.'), message: 'this key is not known here' };
}

function fault(issue: z.core.$ZodIssue, place: { line: number; column: number }, plain: unknown): BookFault {
  const { path } = issue;
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], plain);
  if (value === undefined && issue.code === 'invalid_type') {
    return { ...place, path: path.join('.'), message: 'this is missing' };
  }
  const shown = value === undefined || typeof value === 'object' ? '' : ` (found ${JSON.stringify(value)})`;
  return { ...place, path: path.join('.'), message: issue.message + shown };
}

/** Offset of the deepest part of a path that stands in the text. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}
