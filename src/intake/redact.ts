import type { Adapter } from './adapter.js';
import type { Span } from './parse.js';
import { findJson } from './redact-json.js';
import { findXml } from './redact-xml.js';

export const REDACTED = '[redacted]';

/** Fields that no source needs and no disk should hold: live PINs, raw card bits, phone numbers. */
const ALWAYS = [
  'pin',
  'pinCode',
  'passcode',
  'password',
  'passwd',
  'inputValue',
  'rawCard',
  'cardNumber',
  'cardNo',
  'phone',
  'phoneNumber',
  'phoneNo',
  'mobile',
  'mobileNumber',
] as const;

/** Which field names are redacted. */
export interface Redactor {
  matches(name: string): boolean;
}

/** Case, `_`, `-` and an XML prefix do not count: `input_value`, `inputValue` and `ns:INPUT-VALUE` are one field. */
const fold = (name: string): string =>
  name
    .slice(name.indexOf(':') + 1)
    .toLowerCase()
    .replace(/[_-]/g, '');

export function redactor(names: readonly string[]): Redactor {
  const folded = new Set([...ALWAYS, ...names].map(fold));
  return { matches: (name) => folded.has(fold(name)) };
}

/** The fields of a source: of every source, of its adapter, and what its options in the book add. */
export const redactorFor = <Options>(adapter: Adapter<Options>, options: Options): Redactor =>
  redactor([...adapter.redact, ...(adapter.alsoRedact?.(options) ?? [])]);

export interface Redacted {
  /** What to store: the bytes as they came when nothing was redacted, else the same with values replaced in place. */
  readonly body: Buffer;
  readonly redactions: number;
}

/**
 * Replaces the values of the named fields in the raw body by `[redacted]` and leaves every other byte as it is, so
 * that the stored text can be read again by the same adapter and is still evidence of what came. `spans` come from
 * `parse`. Empty and null values are nothing to hide and stay.
 */
export function redactBody(body: Buffer, spans: readonly Span[], fields: Redactor): Redacted {
  const pieces: Buffer[] = [];
  let from = 0;
  let redactions = 0;
  for (const span of spans) {
    const changed = redactSpan(body.subarray(span.start, span.end), span.form, fields);
    if (changed.redactions === 0) continue;
    pieces.push(body.subarray(from, span.start), changed.body);
    from = span.end;
    redactions += changed.redactions;
  }
  if (redactions === 0) return { body, redactions };
  return { body: Buffer.concat([...pieces, body.subarray(from)]), redactions };
}

function redactSpan(bytes: Buffer, form: Span['form'], fields: Redactor): Redacted {
  if (form === 'form') return redactForm(bytes, fields);
  // One byte is one character in latin1, so positions in the text are positions in the body.
  const text = bytes.toString('latin1');
  const found = form === 'json' ? findJson(text, fields) : findXml(text, fields);
  if (found.length === 0) return { body: bytes, redactions: 0 };
  let out = '';
  let from = 0;
  for (const { start, end } of found) {
    out += text.slice(from, start) + (form === 'json' ? `"${REDACTED}"` : REDACTED);
    from = end;
  }
  return { body: Buffer.from(out + text.slice(from), 'latin1'), redactions: found.length };
}

function redactForm(bytes: Buffer, fields: Redactor): Redacted {
  const form = new URLSearchParams(bytes.toString('utf8'));
  let redactions = 0;
  for (const [name, value] of [...form]) {
    if (fields.matches(name) && value !== '') {
      form.set(name, REDACTED);
      redactions += 1;
    }
  }
  const payload = redactSpan(Buffer.from(form.get('payload') ?? ''), 'json', fields);
  if (payload.redactions > 0) form.set('payload', payload.body.toString('utf8'));
  redactions += payload.redactions;
  return redactions === 0 ? { body: bytes, redactions } : { body: Buffer.from(form.toString()), redactions };
}

/** The same on a parsed value: a copy without the values of the named fields. */
export function redactValue(value: unknown, fields: Redactor): unknown {
  if (Array.isArray(value)) return value.map((inner) => redactValue(inner, fields));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      fields.matches(name.replace(/^@/, '')) && inner !== null && inner !== '' ? REDACTED : redactValue(inner, fields),
    ]),
  );
}
