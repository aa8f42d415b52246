import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';

export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  /** Over TLS, and by whom. */
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly mail: Email;
  readonly raw: string;
}

export interface SmtpOptions {
  /** `starttls` (default), `none`: it offers no TLS, `implicit`: TLS from the first byte. */
  readonly tls?: 'starttls' | 'none' | 'implicit';
  /** The name in its certificate; clients reach it as 127.0.0.1. */
  readonly name?: string;
  readonly user?: string;
  readonly password?: string;
}

export interface SmtpStandIn {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Its certificate, to be trusted. */
  readonly ca: string;
  readonly arrived: readonly Arrived[];
  /** Connections that were opened. */
  readonly connections: () => number;
  stop(): Promise<void>;
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/**
 * A mail server on 127.0.0.1 that wants TLS and a login. By the local part of the address it refuses (`bounce@`: 550),
 * puts off (`greylist@`: 451), fails after the whole mail (`spam@`: 554), reads the mail and never answers (`hang@`), or reads it
 * and breaks off (`drop@`).
 */
export async function startSmtp(options: SmtpOptions = {}): Promise<SmtpStandIn> {
  const { tls = 'starttls', name, user = 'tocsin', password = 'smtp-password-0123456789' } = options;
  const altNames = name === undefined ? [{ type: 7 as const, ip: '127.0.0.1' }] : [{ type: 2 as const, value: name }];
  const pems = await generate([{ name: 'commonName', value: name ?? '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const arrived: Arrived[] = [];
  let opened = 0;
  const server = new SMTPServer({
    key: pems.private,
    cert: pems.cert,
    secure: tls === 'implicit',
    authOptional: tls === 'none',
    disabledCommands: tls === 'none' ? ['STARTTLS', 'AUTH'] : [],
    disableReverseLookup: true,
    closeTimeout: 200,
    onConnect(_session, done) {
      opened += 1;
      done();
    },
    onAuth(auth, _session, done) {
      if (auth.username === user && auth.password === password) return done(null, { user });
      done(refusal(535, `Invalid login ${auth.username} ${auth.password}`));
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('bounce@')) return done(refusal(550, `5.1.1 <${address}> no such user`));
      if (address.startsWith('greylist@')) return done(refusal(451, `4.7.1 <${address}> try again later`));
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        const raw = Buffer.concat(chunks).toString();
        void PostalMime.parse(raw).then((mail) => {
          const from = mailFrom ? mailFrom.address : '';
          arrived.push({ from, to, secure: session.secure, user: session.user as string | undefined, mail, raw });
          const [first = ''] = to;
          if (first.startsWith('hang@')) return;
          if (first.startsWith('drop@')) return void drop(server, session.id);
          if (first.startsWith('spam@')) return done(refusal(554, `5.7.1 <${first}> looks like spam`));
          done(null, 'taken');
        });
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    port: (server.server.address() as AddressInfo).port,
    user,
    password,
    ca: pems.cert,
    arrived,
    connections: () => opened,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Breaks the connection of a session without a word. */
function drop(server: SMTPServer, id: string): void {
  const { connections } = server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> };
  for (const connection of connections) if (connection.id === id) connection._socket.destroy();
}
