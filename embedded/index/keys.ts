import { StoreError } from '../errors.js';
import { arrayIndex, headValue, type Path, path, type Source } from '../query/path.js';
import { EMPTY_ARRAY, encodeKey, type KeyPart } from '../values/key.js';
import { LIMITS } from '../values/limits.js';
import { isDocument, type Value } from '../values/value.js';

export interface KeyField {
  readonly path: Path;
  readonly descending: boolean;
}

/** One key field on its way down a document: the value reached, and how much of the path is behind. */
interface Walk {
  value: KeyPart | undefined;
  at: number;
  done: boolean;
}

export interface Keys {
  readonly keys: readonly string[];
  /** Whether any of the fields was there at all (a sparse index leaves out a document where none is). */
  readonly present: boolean;
  /** Per field: whether an array was on its path. */
  readonly arrays: readonly boolean[];
}

const MANY = 16;

/** Makes the sorted keys of documents for one list of fields, for an index as for a sort. */
export class KeyMaker {
  readonly fields: readonly KeyField[];
  private readonly descending: readonly boolean[];

  constructor(spec: Iterable<readonly [name: string, descending: boolean]>) {
    this.fields = [...spec].map(([name, descending]) => ({ path: path(name), descending }));
    this.descending = this.fields.map((field) => field.descending);
  }

  /** The keys of a document; several when a path meets an array. Two different arrays at once are an error, as in MongoDB. */
  keysOf(source: Source): Keys {
    const arrays = this.fields.map(() => false);
    const walks = this.start(source);
    let present = false;
    const keys: string[] = [];
    // A list is looked through for the few keys that nearly every document has, and a set for those of a long array.
    let known: Set<string> | undefined;
    this.expand(walks, arrays, (parts) => {
      present ||= parts.some((part) => part !== undefined);
      const key = encodeKey(parts, this.descending);
      if (known?.has(key) ?? keys.includes(key)) return;
      if (keys.length === MANY) known = new Set(keys);
      known?.add(key);
      keys.push(key);
      if (keys.length > LIMITS.keysPerDocument) throw this.tooMany();
    });
    return { keys, present, arrays };
  }

  private tooMany(): StoreError {
    return new StoreError(
      'CannotBuildIndexKeys',
      `a document has more than ${LIMITS.keysPerDocument} different keys for '${this.fields.map((field) => field.path.text).join(', ')}'`,
    );
  }

  /** The values behind one of a document's keys, for an error text. */
  partsOf(source: Source, wanted: string): Value[] {
    const walks = this.start(source);
    let found: Value[] = [];
    this.expand(walks, [], (parts) => {
      if (encodeKey(parts, this.descending) !== wanted) return;
      found = parts.map((part) => (part === undefined ? null : part === EMPTY_ARRAY ? [] : part));
    });
    return found;
  }

  private start(source: Source): Walk[] {
    const heads = new Map<string, Value | undefined>();
    return this.fields.map(({ path: at }) => {
      if (!heads.has(at.head.text)) heads.set(at.head.text, headValue(source, at));
      return { value: heads.get(at.head.text), at: 1, done: false };
    });
  }

  private advance(walk: Walk, parts: readonly string[]): void {
    while (!walk.done && walk.at < parts.length) {
      const part = parts[walk.at] ?? '';
      const here = walk.value;
      if (isDocument(here)) {
        walk.value = here.get(part);
        walk.at++;
      } else if (Array.isArray(here)) {
        const index = arrayIndex(part);
        if (index === undefined || index >= here.length) return;
        walk.value = here[index];
        walk.at++;
      } else {
        walk.value = undefined;
        walk.done = true;
      }
    }
  }

  private expand(walks: Walk[], arrays: boolean[], emit: (parts: (KeyPart | undefined)[]) => void): void {
    let array: Value[] | undefined;
    for (const [index, walk] of walks.entries()) {
      this.advance(walk, this.fields[index]?.path.parts ?? []);
      if (walk.done || !Array.isArray(walk.value)) continue;
      arrays[index] = true;
      if (array !== undefined && array !== walk.value) {
        throw new StoreError('CannotIndexParallelArrays', `cannot index parallel arrays [${this.arrayNames(walks)}]`);
      }
      array = walk.value;
    }
    if (array === undefined) {
      emit(walks.map((walk) => walk.value));
      return;
    }
    const items: (Value | undefined)[] = array.length === 0 ? [undefined] : array;
    for (const item of items) {
      const next = walks.map((walk, index) => this.step(walk, array, item, this.fields[index]?.path.parts.length ?? 0));
      this.expand(next, arrays, emit);
    }
  }

  private step(walk: Walk, array: unknown, item: Value | undefined, length: number): Walk {
    if (walk.done || walk.value !== array) return { ...walk };
    if (walk.at === length) return { value: item === undefined ? EMPTY_ARRAY : item, at: walk.at, done: true };
    return isDocument(item) ? { value: item, at: walk.at, done: false } : { value: undefined, at: walk.at, done: true };
  }

  private arrayNames(walks: readonly Walk[]): string {
    return walks
      .flatMap((walk, index) => (Array.isArray(walk.value) ? [this.fields[index]?.path.text] : []))
      .join('] [');
  }
}

/** The least key of a document: what a sort compares (with an array, its least element in the sort's direction). */
export function sortKey(maker: KeyMaker, source: Source): string {
  let least: string | undefined;
  try {
    for (const key of maker.keysOf(source).keys) if (least === undefined || key < least) least = key;
  } catch (error) {
    if (error instanceof StoreError && error.codeName === 'CannotIndexParallelArrays')
      throw new StoreError('BadValue', 'cannot sort with keys that are parallel arrays');
    throw error;
  }
  return least ?? '';
}
