import { describe, expect, it } from 'vitest';
import { parse } from '../../src/intake/parse.js';
import { adapters } from '../../src/intake/registry.js';
import { bytes, RECEIVED } from './given.js';

const ALL = [
  'application/json',
  'application/xml',
  'multipart/form-data',
  'multipart/mixed',
  'application/x-www-form-urlencoded',
];
const read = (body: string | Buffer, header: string, accepts = ALL) =>
  parse(
    { body: Buffer.from(body), contentTypeHeader: header, contentType: header.split(';')[0]!.trim().toLowerCase() },
    accepts,
  );

const value = async (body: string | Buffer, header: string) => {
  const result = await read(body, header);
  if (!result.ok) throw new Error(result.message);
  return result.parsed.value;
};
const refusal = async (body: string | Buffer, header: string, accepts = ALL) => {
  const result = await read(body, header, accepts);
  return result.ok ? 'taken' : `${result.status} ${result.path}: ${result.message}`;
};

describe('multipart', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x0d, 0x0a, 0x2d, 0x2d, 0x4d, 0xff, 0xd9]);
  const xml = bytes('hikvision-linedetection.xml');
  const form = (boundary: string, closing = true) =>
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="linedetection"\r\nContent-Type: application/xml; charset="UTF-8"\r\nContent-Length: ${xml.length}\r\n\r\n`,
      ),
      xml,
      Buffer.from(
        `\r\n--${boundary}\r\nContent-Disposition: form-data; name="lineCrossImage"; filename="x.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`,
      ),
      jpeg,
      Buffer.from(closing ? `\r\n--${boundary}--\r\n` : ''),
    ]);

  it('form-data: the XML part is the value, the picture is kept byte for byte', async () => {
    const result = await read(form('MIME_boundary'), 'multipart/form-data; boundary=MIME_boundary');
    expect(result).toMatchObject({
      ok: true,
      parsed: { value: { EventNotificationAlert: { eventType: 'linedetection' } } },
    });
    expect(result.ok && result.parsed.pictures).toEqual([{ name: 'lineCrossImage', type: 'image/jpeg', bytes: jpeg }]);
  });

  it('means the same as its XML part, with the picture counted', async () => {
    const result = await read(form('b'), 'multipart/form-data; boundary="b"', adapters.hikvision.accepts as string[]);
    const [meaning] = adapters.hikvision.understand(result.ok ? result.parsed : expect.fail(), {
      receivedAt: RECEIVED,
      options: adapters.hikvision.options({}),
    });
    expect(meaning).toMatchObject({
      is: 'signal',
      draft: { kind: 'perimeter', details: expect.stringContaining('Pictures: 1'), validation: { video: true } },
    });
  });

  it('mixed: parts without Content-Disposition, a part without type, a quoted boundary', async () => {
    const body = Buffer.concat([
      Buffer.from('preamble\r\n--a b\r\nContent-Type: text/plain\r\n\r\n'),
      xml,
      Buffer.from('\r\n--a b\r\n\r\n{"second":1}\r\n--a b--'),
    ]);
    expect(await value(body, 'multipart/mixed; boundary="a b"')).toEqual([
      { EventNotificationAlert: expect.objectContaining({ eventType: 'linedetection' }) },
      { second: 1 },
    ]);
  });

  it('takes a body that ends without its closing boundary', async () => {
    const result = await read(form('b', false), 'multipart/form-data; boundary=b');
    expect(result).toMatchObject({
      ok: true,
      parsed: { value: { EventNotificationAlert: { channelName: 'Dock fence' } } },
    });
  });

  it.each([
    ['no boundary named', form('b'), 'multipart/form-data', /names no boundary/],
    ['another boundary', form('b'), 'multipart/form-data; boundary=c', /no part of this multipart body is JSON or XML/],
    [
      'only a picture',
      Buffer.from('--b\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--b--'),
      'multipart/mixed; boundary=b',
      /no part/,
    ],
    [
      'broken XML in a part',
      Buffer.from('--b\r\nContent-Type: application/xml\r\n\r\n<a>\r\n--b--'),
      'multipart/mixed; boundary=b',
      /422 body.parts\[0\]: this is not XML/,
    ],
    [
      'an entity bomb in a part',
      Buffer.from('--b\r\n\r\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>\r\n--b--'),
      'multipart/mixed; boundary=b',
      /remove the DOCTYPE/,
    ],
    [
      'too many parts',
      Buffer.from(`${'--b\r\nContent-Type: image/png\r\n\r\nx\r\n'.repeat(30)}--b--`),
      'multipart/mixed; boundary=b',
      /more than 20 parts/,
    ],
    [
      'a header that does not end',
      Buffer.from(`--b\r\nContent-Type: ${'x'.repeat(200_000)}`),
      'multipart/mixed; boundary=b',
      /no part|does not end/,
    ],
    ['only dashes', Buffer.from('-'.repeat(100_000)), 'multipart/mixed; boundary=b', /no part|does not end/],
    [
      'binary noise',
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
      'multipart/form-data; boundary=b',
      /no part|does not end/,
    ],
  ])('refuses %s', async (_name, body, header, expected) => expect(await refusal(body, header)).toMatch(expected));
});
