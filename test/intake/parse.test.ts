import { describe, expect, it } from 'vitest';
import { parse } from '../../src/intake/parse.js';

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

describe('JSON', () => {
  it.each([['application/json'], ['application/json; charset=utf-8'], ['application/vnd.vendor.alarm+json']])(
    'is read as %s',
    async (header) => expect(await value('{"a":[1,"ü"]}', header)).toEqual({ a: [1, 'ü'] }),
  );

  it('may start with a byte order mark', async () =>
    expect(await value('\uFEFF{"a":1}', 'application/json')).toEqual({ a: 1 }));

  it.each([
    ['nothing', '', '422 body: the body is empty'],
    ['blanks', '  \n', '422 body: expected JSON, found nothing'],
    ['words', 'hello', /^422 body: this is not JSON/],
    ['half of it', '{"a":1', /^422 body: this is not JSON/],
    ['65 levels', '['.repeat(65) + ']'.repeat(65), '422 body: this JSON is nested deeper than 64 levels'],
    ['a million levels', '{"a":'.repeat(1e6), '422 body: this JSON is nested deeper than 64 levels'],
    ['too many values', `[${'1,'.repeat(100_001)}1]`, '422 body: this JSON is more than 100000 values'],
  ])('refuses %s', async (_name, body, expected) => {
    const got = await refusal(body, 'application/json');
    if (typeof expected === 'string') expect(got).toBe(expected);
    else expect(got).toMatch(expected);
  });

  it('takes 64 levels, and brackets in strings do not count', async () => {
    expect(await refusal('['.repeat(64) + ']'.repeat(64), 'application/json')).toBe('taken');
    expect(await refusal(JSON.stringify({ a: '['.repeat(200) + '\\"{' }), 'application/json')).toBe('taken');
  });

  it('does not quote the body back: it may hold a PIN', async () => {
    expect(await refusal('{"pin": 4711 4712}', 'application/json')).not.toContain('471');
  });

  it.each(['{"__proto__":{"isAdmin":true},"a":1}', '{"\\u005f_proto__":{"isAdmin":true},"a":1}'])(
    'drops %s and keeps the alarm',
    async (body) => {
      const got = (await value(body, 'application/json')) as Record<string, unknown>;
      expect(Object.keys(got)).toEqual(['a']);
      expect(got.isAdmin).toBeUndefined();
      expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    },
  );

  it('drops __proto__ at any depth', async () => {
    expect(await value('{"a":[{"__proto__":1,"b":2}]}', 'application/json')).toEqual({ a: [{ b: 2 }] });
  });
});

describe('XML', () => {
  it('gives local names, text and attributes', async () => {
    const got = await value(
      '<?xml version="1.0"?><a:b xmlns:a="u" v="1 &amp; 2"><a:c> 007 </a:c><d/><d>x &#252; &lt;</d><e><![CDATA[<&amp;]]></e></a:b>',
      'text/xml',
    );
    expect(got).toEqual({ b: { c: '007', d: ['', 'x ü <'], e: '<&amp;', '@v': '1 & 2' } });
  });

  it('reads the encoding that it declares', async () => {
    const body = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Käfig</a>', 'latin1');
    expect(await value(body, 'application/xml')).toEqual({ a: 'Käfig' });
    expect(await value(Buffer.from('<a>Käfig</a>', 'latin1'), 'application/xml; charset=windows-1252')).toEqual({
      a: 'Käfig',
    });
  });

  it('replaces bytes that are no UTF-8 rather than losing the alarm', async () => {
    expect(await value(Buffer.from('<a>K\xe4fig</a>', 'latin1'), 'application/xml')).toEqual({ a: 'K\uFFFDfig' });
  });

  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]><lolz>&lol9;</lolz>`;
  it.each([
    ['a billion laughs', bomb, /remove the DOCTYPE/],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', /remove the DOCTYPE/],
    ['a bare DOCTYPE', '<!doctype a><a/>', /remove the DOCTYPE/],
    ['a lone ENTITY', '<a><!ENTITY x "y">&x;</a>', /remove the DOCTYPE/],
    ['a DOCTYPE with a space', '<! DOCTYPE a><a/>', /remove the DOCTYPE/],
    ['65 levels', '<a>'.repeat(66) + '</a>'.repeat(66), /nested deeper than 64/],
    ['many tags', `<a>${'<b/>'.repeat(20_001)}</a>`, /more than 20000 tags/],
    ['a long text', `<a>${'x'.repeat(300_000)}</a>`, /longer than 262144 bytes/],
    ['__proto__', '<a><__proto__>1</__proto__></a>', /not XML/],
    ['crossed tags', '<a><b></a></b>', /this is not XML \(line 1/],
    ['two roots', '<a/><b/>', /not XML/],
    ['JSON', '{"a":1}', /not XML/],
    ['an open tag', '<a', /not XML/],
  ])('refuses %s', async (_name, body, expected) => expect(await refusal(body, 'application/xml')).toMatch(expected));

  it('leaves an entity that nobody defined as it is', async () => {
    expect(await value('<a>&lol; &amp;lol; &#0; &#x110000;</a>', 'text/xml')).toEqual({
      a: '&lol; &lol; &#0; &#x110000;',
    });
  });

  it.each([
    ['attributes without end', `<a ${'b='.repeat(120_000)}/>`],
    ['blanks', `<a>${' '.repeat(250_000)}`],
    ['quotes', `<a ${'"'.repeat(250_000)}`],
    ['ampersands', `<a>${'&#x'.repeat(80_000)}</a>`],
  ])('is quick with %s', async (_name, body) => {
    const start = performance.now();
    await refusal(body, 'application/xml');
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

describe('a form', () => {
  it('carries JSON in payload', async () => {
    const body = new URLSearchParams({ payload: '{"a":"b&c=d"}', other: '1' }).toString();
    expect(await value(body, 'application/x-www-form-urlencoded')).toEqual({ a: 'b&c=d' });
  });
  it.each([
    ['no payload', 'a=1', '422 body.payload: expected a form field "payload" with JSON in it, found nothing'],
    ['what curl -d sends', '{"a":1}', /send it with Content-Type: application\/json/],
    ['payload that is no JSON', 'payload=x', /422 body.payload: this is not JSON/],
  ])('refuses %s', async (_name, body, expected) =>
    expect(await refusal(body, 'application/x-www-form-urlencoded')).toMatch(expected),
  );
});

describe('a media type that the source does not take', () => {
  it.each([
    ['text/html', 'text/html'],
    ['none', ''],
    ['one that another source takes', 'application/xml'],
  ])('%s is 415 and names what is taken', async (_name, header) => {
    expect(await refusal('{}', header, ['application/json'])).toMatch(
      /^415 headers.content-type: this source takes application\/json; found/,
    );
  });
});
