import type { ParsedBody, RawAlarm } from './adapter.js';
import { type Read, readJson } from './json.js';
import { boundaryOf, type Part, splitMultipart } from './multipart.js';
import { readXml } from './xml.js';

/** Where a structured text stands in the raw body, so that redaction can change it and nothing around it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** `form`: the whole body is `application/x-www-form-urlencoded`. */
  readonly form: 'json' | 'xml' | 'form';
}

/** Says to the sender which answer it gets, where the body is wrong and what to do. Never quotes values. */
interface ParseRefusal {
  readonly ok: false;
  readonly status: 415 | 422;
  readonly path: string;
  readonly message: string;
}

export type Parsed = { readonly ok: true; readonly parsed: ParsedBody; readonly spans: readonly Span[] } | ParseRefusal;

/** Other names that devices use for the media types that adapters list in `accepts`. */
const SAME_AS: Readonly<Record<string, string>> = { 'text/xml': 'application/xml', 'text/json': 'application/json' };

const canonical = (type: string): string => {
  const plain = SAME_AS[type] ?? type;
  if (/^[\w.-]+\/[\w.-]+\+json$/.test(plain)) return 'application/json';
  return /^[\w.-]+\/[\w.-]+\+xml$/.test(plain) ? 'application/xml' : plain;
};

/**
 * Bytes to text. UTF-8 unless an XML declaration or a charset says otherwise; invalid bytes become U+FFFD, because an
 * alarm is not lost over the name of a camera. Only encodings that keep ASCII as it is (redaction works on bytes).
 */
function decode(bytes: Buffer, charset?: string): string {
  const declared = /^\s*<\?xml[^>]{0,200}\sencoding=["']([\w-]{1,20})["']/.exec(bytes.toString('latin1', 0, 256))?.[1];
  const label = charset ?? declared ?? 'utf-8';
  const known = /^(?:utf-?8|us-ascii|iso-8859-\d+|windows-125\d|gbk|gb2312|gb18030|big5|euc-[jk][pr]|shift_jis)$/i;
  return new TextDecoder(known.test(label) ? label : 'utf-8').decode(bytes);
}

const refuse = (status: 415 | 422, path: string, message: string): ParseRefusal => ({
  ok: false,
  status,
  path,
  message,
});

function single(read: Read, span: Span): Parsed {
  if (!read.ok) return refuse(422, 'body', read.message);
  return { ok: true, parsed: { value: read.value, pictures: [] }, spans: [span] };
}

function readForm(body: Buffer): Parsed {
  const text = body.toString('utf8');
  const payload = new URLSearchParams(text).get('payload');
  if (payload === null) {
    const json = /^\s*[{[]/.test(text) ? ': this looks like JSON, send it with Content-Type: application/json' : '';
    return refuse(422, 'body.payload', `expected a form field "payload" with JSON in it, found nothing${json}`);
  }
  const read = readJson(payload);
  if (!read.ok) return refuse(422, 'body.payload', read.message);
  return {
    ok: true,
    parsed: { value: read.value, pictures: [] },
    spans: [{ start: 0, end: body.length, form: 'form' }],
  };
}

/** What a part holds, by its type, else by its first character: cameras send XML as `text/plain` or untyped. */
function structure(part: Part): 'json' | 'xml' | undefined {
  const type = canonical(part.type);
  if (type === 'application/json') return 'json';
  if (type === 'application/xml') return 'xml';
  if (!['', 'text/plain', 'application/octet-stream'].includes(type)) return undefined;
  const first = part.bytes.toString('latin1', 0, 64).trimStart().charAt(0);
  return first === '<' ? 'xml' : first === '{' || first === '[' ? 'json' : undefined;
}

async function readMultipart(body: Buffer, contentTypeHeader: string): Promise<Parsed> {
  const boundary = boundaryOf(contentTypeHeader);
  if (boundary === undefined) return refuse(422, 'body', 'the Content-Type header names no boundary');
  const parts = await splitMultipart(body, boundary);
  if ('message' in parts) return refuse(422, 'body', parts.message);
  const values: unknown[] = [];
  const spans: Span[] = [];
  const pictures: { name: string; type: string; bytes: Buffer }[] = [];
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const start = body.indexOf(part.bytes, from);
    from = start + part.bytes.length;
    const form = structure(part);
    if (form === undefined) {
      pictures.push({ name: part.name, type: part.type, bytes: part.bytes });
      continue;
    }
    const read = form === 'json' ? readJson(decode(part.bytes, 'utf-8')) : readXml(decode(part.bytes));
    if (!read.ok) return refuse(422, `body.parts[${index}]`, read.message);
    values.push(read.value);
    spans.push({ start, end: from, form });
  }
  if (values.length === 0) return refuse(422, 'body', 'no part of this multipart body is JSON or XML');
  return { ok: true, parsed: { value: values.length === 1 ? values[0] : values, pictures }, spans };
}

/**
 * Reads a body by its media type. `accepts` are the types of the source's adapter. Several JSON or XML parts of a
 * multipart body become a list. Never throws, never rejects.
 */
export async function parse(
  raw: Pick<RawAlarm, 'contentType' | 'contentTypeHeader' | 'body'>,
  accepts: readonly string[],
): Promise<Parsed> {
  const type = canonical(raw.contentType);
  if (!accepts.some((accepted) => canonical(accepted) === type)) {
    const found = raw.contentType === '' ? 'no Content-Type' : `Content-Type ${raw.contentType.slice(0, 60)}`;
    return refuse(415, 'headers.content-type', `this source takes ${accepts.join(', ')}; found ${found}`);
  }
  const charset = /;\s*charset="?([\w-]{1,20})/i.exec(raw.contentTypeHeader)?.[1];
  const whole = { start: 0, end: raw.body.length };
  if (raw.body.length === 0) return refuse(422, 'body', 'the body is empty');
  // RFC 8259: JSON is UTF-8 whatever a charset parameter says.
  if (type === 'application/json') return single(readJson(decode(raw.body, 'utf-8')), { ...whole, form: 'json' });
  if (type === 'application/xml') return single(readXml(decode(raw.body, charset)), { ...whole, form: 'xml' });
  if (type === 'application/x-www-form-urlencoded') return readForm(raw.body);
  if (type.startsWith('multipart/')) return readMultipart(raw.body, raw.contentTypeHeader);
  return refuse(415, 'headers.content-type', `${type} is not understood`);
}
