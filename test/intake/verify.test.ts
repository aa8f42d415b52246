import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Proof, VerifyInput } from '../../src/intake/adapter.js';
import { ADAPTER_NAMES, adapters } from '../../src/intake/registry.js';
import { bytes } from './given.js';

const SECRET = 'correct horse battery staple';
const NOW = new Date('2026-03-02T21:00:00.000Z');
const T = NOW.getTime() / 1000;
const BODY = bytes('generic-glass-break.json');

const input = (over: Partial<VerifyInput>): VerifyInput => ({
  headers: {},
  query: {},
  body: BODY,
  secret: SECRET,
  now: NOW,
  ...over,
});
const hex = (message: string | Buffer, secret = SECRET): string =>
  createHmac('sha256', secret).update(message).digest('hex');

/** Independently of the code under test: t + "." + body. */
const ours = (t: number | string, secret = SECRET, body: Buffer = BODY): string =>
  hex(Buffer.concat([Buffer.from(`${t}.`), body]), secret);
const verkadas = (t: number | string, secret = SECRET, body: Buffer = BODY): string =>
  hex(Buffer.concat([body, Buffer.from(`|${t}`)]), secret);

const why = (proof: Proof): string => (proof.ok ? 'ok' : proof.why);

describe('X-Tocsin-Signature', () => {
  const rows: readonly (readonly [name: string, header: string | undefined, expected: RegExp])[] = [
    ['right', `t=${T},v1=${ours(T)}`, /^ok$/],
    ['right, with spaces and capitals', `t=${T}, v1=${ours(T).toUpperCase()}`, /^ok$/],
    ['the second of two, while a secret is changed', `t=${T},v1=${ours(T, 'old')},v1=${ours(T)}`, /^ok$/],
    ['with a field of a later version', `t=${T},v2=abc,v1=${ours(T)}`, /^ok$/],
    ['300 s old', `t=${T - 300},v1=${ours(T - 300)}`, /^ok$/],
    ['300 s ahead', `t=${T + 300},v1=${ours(T + 300)}`, /^ok$/],
    ['301 s old', `t=${T - 301},v1=${ours(T - 301)}`, /X-Tocsin-Signature is 301 s old.*window is 300 s.*clock/],
    ['301 s ahead', `t=${T + 301},v1=${ours(T + 301)}`, /301 s in the future/],
    ['wrong secret', `t=${T},v1=${ours(T, 'wrong')}`, /does not fit this body.*raw bytes/],
    ['another body', `t=${T},v1=${ours(T, SECRET, Buffer.from('{}'))}`, /does not fit/],
    ['stamp changed afterwards', `t=${T + 1},v1=${ours(T)}`, /does not fit/],
    ['digest cut short', `t=${T},v1=${ours(T).slice(0, 32)}`, /malformed: expected t=/],
    ['no digest', `t=${T}`, /malformed/],
    ['no stamp', `v1=${ours(T)}`, /malformed/],
    ['two stamps', `t=${T},t=${T + 9},v1=${ours(T)}`, /malformed/],
    ['stamp that is no number', `t=now,v1=${ours('now')}`, /malformed/],
    ['negative stamp', `t=-1,v1=${ours(-1)}`, /malformed/],
    [
      'digest of eleven is not looked at',
      `t=${T},${Array(10)
        .fill(`v1=${ours(T, 'x')}`)
        .join(',')},v1=${ours(T)}`,
      /does not fit/,
    ],
    ['empty', '', /header X-Tocsin-Signature is missing: send/],
    ['missing', undefined, /header X-Tocsin-Signature is missing: send/],
    ['very long', 'v1='.repeat(5000), /malformed/],
  ];
  it.each(rows)('%s', (_name, header, expected) => {
    expect(why(adapters.generic.verify(input({ headers: { 'x-tocsin-signature': header } }), {}))).toMatch(expected);
  });
});

describe('Verkada-Signature', () => {
  const rows: readonly (readonly [name: string, header: string | undefined, expected: RegExp])[] = [
    ['right', `${T}|${verkadas(T)}`, /^ok$/],
    ['a retry with the old stamp', `${T - 290}|${verkadas(T - 290)}`, /^ok$/],
    ['too old', `${T - 400}|${verkadas(T - 400)}`, /400 s old/],
    ['from the future', `${T + 400}|${verkadas(T + 400)}`, /400 s in the future/],
    ['our own order of stamp and body', `${T}|${ours(T)}`, /does not fit/],
    ['wrong secret', `${T}|${verkadas(T, 'wrong')}`, /does not fit/],
    ['three parts', `${T}|${verkadas(T)}|x`, /malformed/],
    ['no bar', verkadas(T), /malformed/],
    ['missing', undefined, /Verkada-Signature is missing/],
  ];
  it.each(rows)('%s', (_name, header, expected) => {
    expect(
      why(adapters.verkada.verify(input({ headers: { 'verkada-signature': header } }), adapters.verkada.options({}))),
    ).toMatch(expected);
  });
});

describe('a shared token', () => {
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
  const rows: readonly (readonly [name: string, over: Partial<VerifyInput>, expected: RegExp])[] = [
    [
      'Bearer',
      { headers: { authorization: `Bearer ${SECRET.replaceAll(' ', '-')}` }, secret: SECRET.replaceAll(' ', '-') },
      /^ok$/,
    ],
    ['bearer in small letters', { headers: { authorization: 'bearer abc' }, secret: 'abc' }, /^ok$/],
    ['X-Tocsin-Token', { headers: { 'x-tocsin-token': SECRET } }, /^ok$/],
    ['Basic, any user', { headers: { authorization: basic(`camera:${SECRET}`) } }, /^ok$/],
    ['Basic, colon in the password', { headers: { authorization: basic('camera:a:b') }, secret: 'a:b' }, /^ok$/],
    ['query', { query: { token: SECRET } }, /^ok$/],
    ['a wrong header and a right query', { headers: { 'x-tocsin-token': 'no' }, query: { token: SECRET } }, /^ok$/],
    ['wrong', { headers: { 'x-tocsin-token': 'wrong' } }, /token in X-Tocsin-Token is not this source's/],
    ['a prefix of it', { query: { token: SECRET.slice(0, -1) } }, /token in \?token= is not/],
    ['longer than it', { query: { token: `${SECRET}x` } }, /token in \?token= is not/],
    ['Basic without colon', { headers: { authorization: basic('x') } }, /No token came/],
    [
      'Digest',
      { headers: { authorization: 'Digest username="a"' } },
      /No token came.*Authorization: Bearer.*X-Tocsin-Token.*\?token=/,
    ],
    ['none', {}, /No token came/],
    ['empty', { query: { token: '' } }, /No token came/],
  ];
  it.each(rows)('%s', (_name, over, expected) => {
    expect(why(adapters.frigate.verify(input(over), adapters.frigate.options({})))).toMatch(expected);
  });
});

describe('the signature of a mapped source', () => {
  const base = { key: '$.id', kind: 'other', subject: 'x' };
  const options = (hmac: object) => adapters.mapped.options({ ...base, proof: { hmac } });
  const digest = (algorithm: string, encoding: 'hex' | 'base64', message: string | Buffer) =>
    createHmac(algorithm, SECRET).update(message).digest(encoding);
  const rows: readonly (readonly [name: string, hmac: object, headers: Record<string, string>, expected: RegExp])[] = [
    ['hex', { header: 'X-Signature' }, { 'x-signature': digest('sha256', 'hex', BODY) }, /^ok$/],
    [
      'base64 sha1',
      { header: 'X-Sig', algorithm: 'sha1', encoding: 'base64' },
      { 'x-sig': digest('sha1', 'base64', BODY) },
      /^ok$/,
    ],
    [
      'prefix',
      { header: 'X-Hub-Signature-256', prefix: 'sha256=' },
      { 'x-hub-signature-256': `sha256=${digest('sha256', 'hex', BODY)}` },
      /^ok$/,
    ],
    [
      'prefix missing',
      { header: 'X-Sig', prefix: 'sha256=' },
      { 'x-sig': digest('sha256', 'hex', BODY) },
      /X-Sig is malformed: expected sha256=<hex/,
    ],
    ['stamp', { header: 'X-Sig', timestampHeader: 'X-Time' }, { 'x-sig': ours(T), 'x-time': String(T) }, /^ok$/],
    [
      'old stamp',
      { header: 'X-Sig', timestampHeader: 'X-Time' },
      { 'x-sig': ours(T - 999), 'x-time': String(T - 999) },
      /X-Time is 999 s old/,
    ],
    [
      'stamp in milliseconds',
      { header: 'X-Sig', timestampHeader: 'X-Time' },
      { 'x-sig': ours(T * 1000), 'x-time': String(T * 1000) },
      /^ok$/,
    ],
    ['stamp missing', { header: 'X-Sig', timestampHeader: 'X-Time' }, { 'x-sig': ours(T) }, /X-Time is missing/],
    ['wrong', { header: 'X-Sig' }, { 'x-sig': '00' }, /X-Sig does not fit/],
    ['missing', { header: 'X-Sig' }, {}, /X-Sig is missing/],
  ];
  it.each(rows)('%s', (_name, hmac, headers, expected) => {
    expect(why(adapters.mapped.verify(input({ headers }), options(hmac)))).toMatch(expected);
  });

  it('is a token when the book says nothing', () => {
    expect(adapters.mapped.verify(input({ query: { token: SECRET } }), adapters.mapped.options(base)).ok).toBe(true);
  });
});

describe('every adapter', () => {
  const options = (name: string) => (name === 'mapped' ? { key: '$.id', kind: 'other', subject: 'x' } : {});

  it.each(ADAPTER_NAMES)('%s refuses when it has no secret, whatever is sent', (name) => {
    const adapter = adapters[name];
    const headers = {
      authorization: 'Bearer ',
      'x-tocsin-token': '',
      'x-tocsin-signature': `t=${T},v1=${ours(T, '')}`,
      'verkada-signature': `${T}|${verkadas(T, '')}`,
    };
    const proof = adapter.verify(
      input({ headers, query: { token: '' }, secret: '' }),
      adapter.options(options(name)) as never,
    );
    expect(why(proof)).toMatch(/has no secret/);
  });

  it.each(ADAPTER_NAMES)('%s leaks no secret in what it tells the sender', (name) => {
    const adapter = adapters[name];
    for (const headers of [
      {},
      { authorization: 'Bearer guess' },
      { 'x-tocsin-signature': 't=1,v1=guess' },
      { 'verkada-signature': `${T}|${'0'.repeat(64)}` },
    ]) {
      const text = why(adapter.verify(input({ headers }), adapter.options(options(name)) as never));
      expect(text).not.toMatch(/correct horse|guess/);
      expect(text).not.toContain(ours(T));
    }
  });
});
