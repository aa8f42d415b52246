import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isObject } from './fields.js';
import type { Read } from './json.js';

const MAX_DEPTH = 64;
/** A Hikvision event is 2–20 KiB; larger ones carry pictures, which come in parts of their own. */
const MAX_BYTES = 256 * 1024;
const MAX_TAGS = 20_000;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five predefined entities and character references, once. Nothing else exists without a DTD. */
function decode(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#x([0-9a-f]{1,6})|#([0-9]{1,7}));/gi, (whole, name, hex, decimal) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole;
    const point = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
  });
}

const parser = new XMLParser({
  // Namespaces vary by firmware (hikvision.com/ver10, ver20, isapi.org, none): only local names are kept.
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // `007` is a card or zone number and stays text.
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  // In place of the library's own decoder: it keeps no entity table, so nothing can be defined or expanded.
  entityDecoder: {
    decode,
    setExternalEntities: () => undefined,
    addInputEntities: () => undefined,
    reset: () => undefined,
    setXmlVersion: () => undefined,
  },
});

/**
 * The value of an XML text: elements by local name, all values text, attributes as `@name`, a repeated element as a
 * list. Document types and entities are refused, not processed. Never throws.
 */
export function readXml(text: string): Read {
  if (text.trim() === '') return { ok: false, message: 'expected XML, found nothing' };
  if (text.length > MAX_BYTES) return { ok: false, message: `this XML is longer than ${MAX_BYTES} bytes` };
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) {
    return { ok: false, message: 'document types and entities are not accepted: remove the DOCTYPE' };
  }
  let tags = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) tags += 1;
  if (tags > MAX_TAGS) return { ok: false, message: `this XML has more than ${MAX_TAGS} tags` };
  try {
    const valid = XMLValidator.validate(text);
    if (valid !== true) {
      return { ok: false, message: `this is not XML (line ${valid.err.line}, column ${valid.err.col} does not fit)` };
    }
    const value: unknown = parser.parse(text);
    // The library lets a second root pass when the first is empty.
    const roots = isObject(value) ? Object.values(value) : [];
    if (roots.length !== 1 || Array.isArray(roots[0])) return { ok: false, message: 'this is not XML (one root)' };
    return { ok: true, value };
  } catch (error) {
    const deep = /nested tags/i.test(String(error));
    return { ok: false, message: deep ? `this XML is nested deeper than ${MAX_DEPTH} levels` : 'this is not XML' };
  }
}
