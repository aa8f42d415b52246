/** The deepest vendor body seen here nests 9 levels; the rest guards the stack of every later walk. */
const MAX_DEPTH = 64;
/** 500 Alertmanager alerts are about 20,000 values. */
const MAX_VALUES = 100_000;

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Counts brackets and commas outside strings, before anything is built from them. */
function tooMuch(text: string): string | undefined {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`;
    } else if (code === 125 || code === 93) depth -= 1;
    else if (code === 44) {
      values += 1;
      if (values > MAX_VALUES) return `more than ${MAX_VALUES} values`;
    }
  }
  return undefined;
}

/**
 * `JSON.parse` makes `__proto__` an own property, harmless until somebody copies it with an assignment. It is
 * dropped rather than refused: whoever can name a field of an alarm shall not be able to suppress the alarm.
 */
function withoutProto(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const inner of Object.values(value)) withoutProto(inner);
  return value;
}

/** The value of a JSON text, bounded in depth and size. Never throws. */
export function readJson(text: string): Read {
  if (text.trim() === '') return { ok: false, message: 'expected JSON, found nothing' };
  const bound = tooMuch(text);
  if (bound !== undefined) return { ok: false, message: `this JSON is ${bound}` };
  try {
    const value: unknown = JSON.parse(text);
    const suspicious = text.includes('__proto__') || text.includes('\\u');
    return { ok: true, value: suspicious ? withoutProto(value) : value };
  } catch (error) {
    // V8 quotes the text in some of its messages; only the position is passed on, the text may hold a PIN.
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const where = position === undefined ? '' : ` (character ${Number(position) + 1} does not fit)`;
    return { ok: false, message: `this is not JSON${where}` };
  }
}
