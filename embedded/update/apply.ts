import { StoreError } from '../errors.js';
import { type Filter, matches } from '../query/filter.js';
import { arrayIndex } from '../query/path.js';
import { same } from '../values/compare.js';
import { encodeValue } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { show } from '../values/show.js';
import { type Document, isDocument, typeName, type Value } from '../values/value.js';
import { isChanged } from './operators.js';
import { checkConflicts, type Step, type Update } from './parse.js';

export interface Applied {
  /** The array index that the filter's match found, for `$`. */
  readonly position?: number | undefined;
  /** The update makes a new document (upsert). */
  readonly inserting?: boolean;
}

/** One run of the steps over one document. */
class Run {
  changed = false;
  private readonly touched: string[] = [];

  constructor(
    private readonly document: Document,
    private readonly filters: ReadonlyMap<string, Filter>,
    private readonly how: Applied,
  ) {}

  all(steps: readonly Step[]): void {
    const positional = steps.some((step) => step.parts.some((part) => part.startsWith('$')));
    for (const step of steps) this.one(step);
    if (positional && steps.length > 1) checkConflicts(this.touched);
  }

  private one(step: Step): void {
    const parts = step.parts.map((part) => (part === '$' ? this.positional() : part));
    if (step.change.kind === 'rename') this.rename(parts, step.change.to.split('.'));
    else if (step.change.onInsertOnly !== true || this.how.inserting === true) this.walk(this.document, parts, 0, step);
  }

  private positional(): string {
    if (this.how.position === undefined) {
      throw new StoreError('BadValue', 'The positional operator did not find the match needed from the query.');
    }
    return String(this.how.position);
  }

  private walk(at: Value, parts: readonly string[], depth: number, step: Step): void {
    const part = parts[depth] ?? '';
    if (part.startsWith('$[')) this.walkItems(at, parts, depth, step);
    else if (isDocument(at)) this.walkField(at, parts, depth, step);
    else if (Array.isArray(at)) this.walkIndex(at, parts, depth, step);
    else if (step.change.kind === 'compute' && step.change.creates) {
      const parent = parts[depth - 1] ?? '';
      throw new StoreError('PathNotViable', `Cannot create field '${part}' in element {${parent}: ${show(at)}}`);
    }
  }

  private walkItems(at: Value, parts: readonly string[], depth: number, step: Step): void {
    const where = parts.slice(0, depth).join('.');
    if (!Array.isArray(at)) {
      throw new StoreError('BadValue', `Cannot apply array updates to non-array element ${where}: ${show(at)}`);
    }
    const name = (parts[depth] ?? '').slice(2, -1);
    const filter = this.filters.get(name);
    for (let index = 0; index < at.length; index++) {
      if (filter !== undefined && !matches(filter, new Map([[name, at[index] ?? null]]))) continue;
      this.walkIndex(at, parts.with(depth, String(index)), depth, step);
    }
  }

  private walkField(at: Document, parts: readonly string[], depth: number, step: Step): void {
    const part = parts[depth] ?? '';
    const old = at.get(part);
    if (depth === parts.length - 1) {
      const now = this.compute(old, parts, step);
      if (!isChanged(old, now)) return;
      this.changed = true;
      if (now === undefined) at.delete(part);
      else at.set(part, now);
    } else {
      const child = old ?? this.parent(parts, depth, step);
      if (child === undefined) return;
      this.walk(child, parts, depth + 1, step);
      if (old === undefined) at.set(part, child);
    }
  }

  private walkIndex(at: Value[], parts: readonly string[], depth: number, step: Step): void {
    const part = parts[depth] ?? '';
    const index = arrayIndex(part);
    const creates = step.change.kind === 'compute' && step.change.creates;
    if (index === undefined) {
      if (!creates) return;
      throw new StoreError(
        'PathNotViable',
        `Cannot create field '${part}' in element {${parts[depth - 1] ?? ''}: ${show(at)}}`,
      );
    }
    const old = at[index];
    if (depth < parts.length - 1) {
      const child = old ?? this.parent(parts, depth, step);
      if (child === undefined) return;
      this.walk(child, parts, depth + 1, step);
      if (old === undefined) this.put(at, index, child);
      return;
    }
    const now = this.compute(old, parts, step);
    if (!isChanged(old, now)) return;
    // $unset leaves null behind in an array, so that the other elements keep their places.
    if (now !== undefined) this.put(at, index, now);
    else if (index < at.length) this.put(at, index, null);
  }

  private put(at: Value[], index: number, value: Value): void {
    if (index - at.length > LIMITS.arrayPadding) {
      throw new StoreError('PathNotViable', `Cannot fill an array up to the index ${index}`);
    }
    while (at.length < index) at.push(null);
    at[index] = value;
    this.changed = true;
  }

  /** The value of a parent that is missing: a new document, or undefined when the operator makes none. */
  private parent(parts: readonly string[], depth: number, step: Step): Document | undefined {
    if (step.change.kind !== 'compute' || !step.change.creates) return undefined;
    if (parts[depth + 1]?.startsWith('$[') === true) {
      const where = parts.slice(0, depth + 1).join('.');
      throw new StoreError(
        'BadValue',
        `The path '${where}' must exist in the document in order to apply array updates.`,
      );
    }
    return new Map();
  }

  private compute(old: Value | undefined, parts: readonly string[], step: Step): Value | undefined {
    const where = parts.join('.');
    this.touched.push(where);
    return step.change.kind === 'compute' ? copy(step.change.compute(old, where), old) : old;
  }

  private rename(from: readonly string[], to: readonly string[]): void {
    const moved = this.take(from);
    if (moved === undefined) return;
    this.changed = true;
    const change = { kind: 'compute', creates: true, compute: () => moved } as const;
    this.walk(this.document, to, 0, { operator: '$rename', parts: to, change });
  }

  private take(parts: readonly string[]): Value | undefined {
    let at: Value | undefined = this.document;
    for (const part of parts.slice(0, -1)) {
      at = isDocument(at) ? at.get(part) : undefined;
      if (Array.isArray(at))
        throw new StoreError('BadValue', `The source field cannot be an array element, '${parts.join('.')}'`);
    }
    const last = parts.at(-1) ?? '';
    if (!isDocument(at)) return undefined;
    const value = at.get(last);
    at.delete(last);
    return value;
  }
}

/** An operand that lands in several places must not be one object in all of them. */
function copy(made: Value | undefined, old: Value | undefined): Value | undefined {
  if (made === old) return made;
  if (isDocument(made)) return new Map([...made].map(([name, value]) => [name, copy(value, undefined) ?? null]));
  return Array.isArray(made) ? made.map((item) => copy(item, undefined) ?? null) : made;
}

function replaced(document: Document, by: Document): Document {
  const id = document.get('_id');
  const given = by.get('_id');
  if (id !== undefined && given !== undefined && !same(id, given)) throw immutable(id, given);
  const made: Document = new Map();
  const kept = id ?? given;
  if (kept !== undefined) made.set('_id', kept);
  for (const [name, value] of by) if (name !== '_id') made.set(name, value);
  return made;
}

function immutable(old: Value | undefined, now: Value | undefined): StoreError {
  return new StoreError(
    'ImmutableField',
    `Performing an update on the path '_id' would modify the immutable field '_id' (from ${show(old)} to ${now === undefined ? typeName(now) : show(now)})`,
  );
}

/** The document after the update, or undefined when nothing changes. `document` is consumed. */
export function applyUpdate(document: Document, update: Update, how: Applied): Document | undefined {
  if (update.kind === 'replace') return replaced(document, update.document);
  const id = document.get('_id');
  // As a key, since an `_id` that is a document could be changed in its place.
  const before = id === undefined ? undefined : encodeValue(id);
  const run = new Run(document, update.filters, how);
  run.all(update.steps);
  const now = document.get('_id');
  if (before !== undefined && (now === undefined || encodeValue(now) !== before)) throw immutable(id, now);
  return run.changed ? document : undefined;
}
