import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const ISSUER = 'https://api.botframework.com';

/** What Microsoft's sign-in publishes, and tokens as it signs them. */
export async function startOpenId() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const base = `http://127.0.0.1:${port}`;
    const body =
      request.url === '/keys'
        ? { keys: [{ kty: 'RSA', use: 'sig', kid: 'key-1', n, e, endorsements: ['msteams'] }] }
        : { issuer: ISSUER, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ['RS256'] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  function sign(claims: object, key: KeyObject, header: object): string {
    const head = `${encoded(header)}.${encoded(claims)}`;
    return `${head}.${createSign('RSA-SHA256').update(head).sign(key).toString('base64url')}`;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/openidconfiguration`,
    /** Signed as Teams signs, or by somebody else. */
    token: (claims: object, by: 'microsoft' | 'somebody' = 'microsoft') =>
      sign(claims, by === 'microsoft' ? privateKey : foreign, { alg: 'RS256', typ: 'JWT', kid: 'key-1' }),
    unsigned: (claims: object) => `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
