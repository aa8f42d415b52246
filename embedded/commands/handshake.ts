import { cpus, hostname, platform, release, totalmem } from 'node:os';
import { Int32, Long } from 'bson';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { type Document, doc, isDocument } from '../values/value.js';
import { speculate } from './auth.js';
import type { Command, Commands, Request } from './command.js';

/** The server version whose behaviour the store follows; drivers read the numbers, people the suffix. */
export const VERSION = '7.0.0-tocsin';
const WIRE_VERSION = 21;

function hello(request: Request): Document {
  const { body, server, connection } = request;
  const legacy = request.name !== 'hello';
  const made = doc({
    helloOk: body.has('helloOk') ? true : undefined,
    ...(legacy ? { ismaster: true } : { isWritablePrimary: true }),
    maxBsonObjectSize: new Int32(LIMITS.documentBytes),
    maxMessageSizeBytes: new Int32(LIMITS.messageBytes),
    maxWriteBatchSize: new Int32(LIMITS.writeBatch),
    localTime: new Date(),
    logicalSessionTimeoutMinutes: new Int32(30),
    connectionId: new Int32(connection.id),
    minWireVersion: new Int32(0),
    maxWireVersion: new Int32(WIRE_VERSION),
    readOnly: false,
    msg: undefined,
    ok: 1,
  });
  const asked = body.get('saslSupportedMechs');
  if (typeof asked === 'string' && server.credentials !== undefined) made.set('saslSupportedMechs', ['SCRAM-SHA-256']);
  const speculation = body.get('speculativeAuthenticate');
  const answer = isDocument(speculation) ? speculate(connection, server, speculation) : undefined;
  if (answer !== undefined) made.set('speculativeAuthenticate', answer);
  return made;
}

const HELLO: Command = {
  options: {
    helloOk: 'used',
    client: 'ignored',
    compression: 'ignored',
    loadBalanced: 'only false',
    saslSupportedMechs: 'used',
    speculativeAuthenticate: 'used',
    // Answers carry no topologyVersion, so no client waits on one.
    topologyVersion: 'ignored',
    maxAwaitTimeMS: 'ignored',
    hostInfo: 'ignored',
    internalClient: 'ignored',
    // A handshake is a negotiation: clients announce what they can do, and every new driver announces more.
    '*': 'ignored',
  },
  open: true,
  run: hello,
};

const BUILD_INFO: Command = {
  options: {},
  open: true,
  run: () =>
    doc({
      version: VERSION,
      versionArray: [new Int32(7), new Int32(0), new Int32(0), new Int32(0)],
      gitVersion: 'none',
      tocsin: 'tocsin embedded store: a closed subset of MongoDB for one machine; set MONGODB_URI to use a full server',
      modules: [],
      storageEngines: ['tocsin'],
      openssl: doc({ running: 'none' }),
      javascriptEngine: 'none',
      bits: new Int32(64),
      debug: false,
      maxBsonObjectSize: new Int32(LIMITS.documentBytes),
      ok: 1,
    }),
};

function getParameter({ body }: Request): Document {
  const known: Document = doc({
    featureCompatibilityVersion: doc({ version: '7.0' }),
    authenticationMechanisms: ['SCRAM-SHA-256'],
    quiet: false,
  });
  const wanted = [...body.keys()].filter((name) => known.has(name));
  const all = body.get('getParameter') === '*';
  if (wanted.length === 0 && !all) throw new StoreError('InvalidOptions', 'no option found to get');
  const found = (all ? [...known.keys()] : wanted).map((name): [string, ReturnType<typeof known.get>] => [
    name,
    known.get(name),
  ]);
  return doc({ ...Object.fromEntries(found), ok: 1 });
}

function getLog({ fields }: Request): Document {
  const wanted = fields.text('getLog');
  if (wanted === '*') return doc({ names: ['global', 'startupWarnings'], ok: 1 });
  const lines = ['{"c":"CONTROL","s":"I","msg":"tocsin embedded store: a closed subset of MongoDB"}'];
  return doc({ totalLinesWritten: new Int32(lines.length), log: lines, ok: 1 });
}

function hostInfo(): Document {
  const system = doc({
    currentTime: new Date(),
    hostname: hostname(),
    cpuAddrSize: new Int32(64),
    memSizeMB: Long.fromNumber(Math.round(totalmem() / 1048576)),
    numCores: new Int32(cpus().length),
  });
  return doc({ system, os: doc({ type: platform(), name: platform(), version: release() }), extra: new Map(), ok: 1 });
}

function connectionStatus({ connection }: Request): Document {
  const users = connection.user === undefined ? [] : [doc({ user: connection.user, db: 'admin' })];
  const roles = connection.user === undefined ? [] : [doc({ role: 'root', db: 'admin' })];
  return doc({
    authInfo: doc({ authenticatedUsers: users, authenticatedUserRoles: roles, authenticatedUserPrivileges: [] }),
    ok: 1,
  });
}

/** What drivers and `mongosh` ask when they connect. */
export const HANDSHAKE: Commands = {
  hello: HELLO,
  isMaster: HELLO,
  ismaster: HELLO,
  ping: { options: {}, open: true, run: () => doc({ ok: 1 }) },
  buildInfo: BUILD_INFO,
  buildinfo: BUILD_INFO,
  connectionStatus: { options: { showPrivileges: 'ignored' }, open: true, run: connectionStatus },
  getParameter: {
    options: {
      featureCompatibilityVersion: 'used',
      authenticationMechanisms: 'used',
      quiet: 'used',
      showDetails: 'only false',
      allParameters: 'only false',
    },
    run: getParameter,
  },
  getCmdLineOpts: { options: {}, run: () => doc({ argv: ['tocsin-embedded-store'], parsed: new Map(), ok: 1 }) },
  getLog: { options: {}, run: getLog },
  hostInfo: { options: {}, run: hostInfo },
  whatsmyuri: { options: {}, run: ({ connection }) => doc({ you: `127.0.0.1:${connection.id}`, ok: 1 }) },
};
