import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/intake/json.js';
import { parse } from '../../src/intake/parse.js';
import { REDACTED, redactBody, redactor, redactorFor, redactValue } from '../../src/intake/redact.js';
import { adapters } from '../../src/intake/registry.js';
import { bytes } from './given.js';

async function redacted(body: Buffer | string, header: string, names: readonly string[] = []) {
  const raw = Buffer.from(body);
  const result = await parse({ body: raw, contentTypeHeader: header, contentType: header.split(';')[0]! }, [
    'application/json',
    'application/xml',
    'multipart/mixed',
    'application/x-www-form-urlencoded',
  ]);
  if (!result.ok) throw new Error(result.message);
  const fields = redactor(names);
  const done = redactBody(raw, result.spans, fields);
  return { ...done, text: done.body.toString('utf8'), value: redactValue(result.parsed.value, fields) };
}

describe('redaction at ingest', () => {
  it('keeps the very same bytes when there is nothing to hide', async () => {
    const body = Buffer.from(
      '{ "a" : 1.0, "big": 12345678901234567890, "user_info": null, "input_value": null, "pin": "" }',
    );
    const done = await redacted(body, 'application/json');
    expect(done.redactions).toBe(0);
    expect(done.body.equals(body)).toBe(true);
  });

  it('hides a live PIN and a phone number of Verkada, and changes no other byte', async () => {
    const raw = bytes('verkada-access-code-rejected.json').toString('utf8');
    const done = await redacted(raw, 'application/json', adapters.verkada.redact);
    expect(done.redactions).toBe(2);
    expect(done.text).toBe(raw.replace('"4711"', `"${REDACTED}"`).replace('"+4915550003"', `"${REDACTED}"`));
  });

  it('hides raw card bits wherever they stand', async () => {
    const done = await redacted(bytes('verkada-access-api-keycard.json'), 'application/json', adapters.verkada.redact);
    expect(done.redactions).toBe(3);
    expect(done.text).not.toMatch(/01101001110000100101001101|77\|10233|\+4915550002/);
    expect(done.text).toContain('Ben Ode');
  });

  it('hides the name of a face result of Frigate', async () => {
    const done = await redacted(bytes('frigate-tracked-object-face.json'), 'application/json', adapters.frigate.redact);
    expect(done.text).not.toContain('John');
  });

  it.each([
    ['case, underscore and dash', '{"Input_Value":"1","INPUT-VALUE":"2","inputvalue":"3"}', 3],
    [
      'numbers, lists, objects and booleans',
      '{"pin":4711,"phone":["1","2"],"password":{"a":"}]\\""},"rawCard":true}',
      4,
    ],
    ['a name written with escapes', '{"\\u0070in":"4711"}', 1],
    ['a field that is there twice, of which a parser keeps the last', '{"pin":"4711","pin":"4712"}', 2],
    ['a field in a field', '{"password":{"pin":"4711"}}', 1],
    ['a value that looks like a field', '{"a":"\\"pin\\":4711","pin":"4711"}', 1],
  ])('%s', async (_name, body, redactions) => {
    const done = await redacted(body, 'application/json');
    expect(done.redactions).toBe(redactions);
    expect(JSON.parse(done.text)).toEqual(done.value);
    expect(JSON.stringify(done.value).replace('\\"pin\\":4711', '')).not.toContain('471');
  });

  it('XML: elements with all in them, attributes, prefixes; comments and CDATA are stepped over', async () => {
    const xml =
      '<a><!-- <pin>no</pin> --><n:CardNo x="1>2">47<b>11</b></n:CardNo><pin/><pin> </pin><c phone="+49" q=\'1\'><![CDATA[<pin>text</pin>]]></c><pin><![CDATA[4711]]></pin></a>';
    const done = await redacted(xml, 'application/xml');
    expect(done.text).toBe(
      '<a><!-- <pin>no</pin> --><n:CardNo x="1>2">[redacted]</n:CardNo><pin/><pin> </pin><c phone="[redacted]" q=\'1\'><![CDATA[<pin>text</pin>]]></c><pin>[redacted]</pin></a>',
    );
    expect(done.redactions).toBe(3);
  });

  it('multipart: only the structured part changes, the picture stays byte for byte', async () => {
    const picture = Buffer.from([0xff, 0xd8, 0x22, 0x70, 0x69, 0x6e, 0x22, 0x3a, 0x31, 0xff, 0xd9]);
    const part = (text: string) =>
      Buffer.concat([
        Buffer.from(`--b\r\nContent-Type: image/jpeg\r\n\r\n`),
        picture,
        Buffer.from(`\r\n--b\r\nContent-Type: application/json\r\n\r\n${text}\r\n--b--`),
      ]);
    const done = await redacted(
      part('{"AccessControllerEvent":{"cardNo":"3141592653"}}'),
      'multipart/mixed; boundary=b',
    );
    expect(done.body.equals(part('{"AccessControllerEvent":{"cardNo":"[redacted]"}}'))).toBe(true);
  });

  it('a form: in the payload and beside it', async () => {
    const done = await redacted(
      new URLSearchParams({ payload: '{"pin":"4711","ok":"ü"}', phone: '+49' }).toString(),
      'application/x-www-form-urlencoded',
    );
    const form = new URLSearchParams(done.text);
    expect(form.get('payload')).toBe('{"pin":"[redacted]","ok":"ü"}');
    expect(form.get('phone')).toBe(REDACTED);
    expect(done.redactions).toBe(2);
  });

  it('takes what the options of a mapped source add', () => {
    const options = adapters.mapped.options({ key: '$.id', kind: 'other', subject: 'x', redact: ['badge_bits'] });
    expect(redactorFor(adapters.mapped, options).matches('badgeBits')).toBe(true);
    expect(redactorFor(adapters.generic, {}).matches('badgeBits')).toBe(false);
    expect(redactorFor(adapters.hikvision, adapters.hikvision.options({})).matches('cardNo')).toBe(true);
  });

  it('any JSON: text and value agree, it can be read again, and the second time there is nothing left', async () => {
    const key = fc.oneof(fc.constantFrom('pin', 'Phone', 'raw_card', 'a"b', 'ü', '\\', '__proto__'), fc.string());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree')),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(undefined, 2, '\t'), async (value, space) => {
        const body = JSON.stringify(value, null, space) ?? 'null';
        const done = await redacted(body, 'application/json');
        expect(readJson(done.text)).toEqual({ ok: true, value: done.value });
        if (done.redactions === 0) expect(done.text).toBe(body);
        const again = await redacted(done.body, 'application/json');
        expect(again.text).toBe(done.text);
      }),
      { numRuns: 300 },
    );
  });
});
