/** One thing that Slack would complain about; `at` is a JSON pointer. */
export interface Complaint {
  readonly what: string;
  readonly at: string;
}

/** Looks at a value and says what is wrong with it. */
export type Check = (value: unknown, at: string, found: Complaint[]) => void;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A string of so many characters. Slack does not say whether it counts code points or UTF-16 units, so the stricter
 * reading counts: whoever stays below this stays below both.
 */
export const chars =
  (max: number, min = 1): Check =>
  (value, at, found) => {
    if (typeof value !== 'string') return void found.push({ what: 'must be a string', at });
    if (value.length < min) found.push({ what: `must be more than ${min - 1} characters`, at });
    if (value.length > max) found.push({ what: `must be less than ${max + 1} characters`, at });
  };

export const flag: Check = (value, at, found) => {
  if (typeof value !== 'boolean') found.push({ what: 'must be a boolean', at });
};

export const whole =
  (min: number, max: number): Check =>
  (value, at, found) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return;
    found.push({ what: `must be a whole number from ${min} to ${max}`, at });
  };

export const among =
  (...allowed: readonly string[]): Check =>
  (value, at, found) => {
    if (!allowed.some((each) => each === value)) found.push({ what: `must be one of: ${allowed.join(', ')}`, at });
  };

export const matching =
  (pattern: RegExp, name: string): Check =>
  (value, at, found) => {
    if (typeof value !== 'string' || !pattern.test(value)) found.push({ what: `must be ${name}`, at });
  };

export const list =
  (item: Check, min: number, max: number): Check =>
  (value, at, found) => {
    if (!Array.isArray(value)) return void found.push({ what: 'must provide an array', at });
    if (value.length < min) found.push({ what: `no less than ${min} items required`, at });
    if (value.length > max) found.push({ what: `no more than ${max} items allowed`, at });
    for (const [index, each] of value.entries()) item(each, `${at}/${index}`, found);
  };

/** An object with these fields and no other: Slack refuses fields that it does not know. */
export const fields =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, at, found) => {
    if (!isRecord(value)) return void found.push({ what: 'must provide an object', at });
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(value, name)) found.push({ what: `missing required field: ${name}`, at });
    }
    for (const [name, each] of Object.entries(value)) {
      const check = required[name] ?? optional[name];
      if (check) check(each, `${at}/${name}`, found);
      else found.push({ what: `invalid additional property: ${name}`, at });
    }
  };

/** One of several shapes, told apart by `type`. */
export const byType =
  (shapes: Readonly<Record<string, Check>>): Check =>
  (value, at, found) => {
    if (!isRecord(value)) return void found.push({ what: 'must provide an object', at });
    const shape = typeof value.type === 'string' && Object.hasOwn(shapes, value.type) ? shapes[value.type] : undefined;
    if (shape) shape(value, at, found);
    else found.push({ what: `unsupported type: ${String(value.type)}`, at: `${at}/type` });
  };

export const all =
  (...checks: readonly Check[]): Check =>
  (value, at, found) => {
    for (const check of checks) check(value, at, found);
  };

/** No two of a list may have the same value in `field`. */
export const unique =
  (field: string): Check =>
  (value, at, found) => {
    if (!Array.isArray(value)) return;
    const seen = new Set<unknown>();
    for (const [index, each] of value.entries()) {
      if (!isRecord(each) || each[field] === undefined) continue;
      if (seen.has(each[field]))
        found.push({ what: `\`${field}\` ${String(each[field])} already exists`, at: `${at}/${index}/${field}` });
      seen.add(each[field]);
    }
  };

/** Runs a check over a whole value and returns what it found. */
export function complaintsAbout(check: Check, value: unknown, at: string): Complaint[] {
  const found: Complaint[] = [];
  check(value, at, found);
  return found;
}

/** The lines of `response_metadata.messages`. */
export const asMessages = (found: readonly Complaint[]): string[] =>
  found.map(({ what, at }) => `[ERROR] ${what} [json-pointer:${at}]`);
