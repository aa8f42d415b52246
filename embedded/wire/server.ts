import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type { Store } from '../storage/store.js';
import { LIMITS } from '../values/limits.js';
import { Connection } from './connection.js';
import { Cursors } from './cursors.js';
import type { Credentials } from './scram.js';
import { Sessions } from './sessions.js';
import { Strangers } from './strangers.js';

export interface ServerOptions {
  readonly credentials: Credentials | undefined;
  /** Receives a line when something went wrong that no client is told. */
  readonly report: (line: string) => void;
  /** In how many milliseconds a stranger has to ask something; 10 seconds when left out. */
  readonly strangerMs?: number;
}

/** Listens, and holds what all connections share. Connections may be opened before the store is; they wait for it. */
export class Server {
  readonly cursors = new Cursors();
  readonly sessions = new Sessions();
  readonly startedAt = Date.now();
  readonly ready: Promise<void>;
  readonly counters = { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 };
  /** Documents that commands have looked at. */
  scanned = 0;
  private readonly listeners: NetServer[] = [];
  private readonly connections = new Set<Connection>();
  private readonly strangers: Strangers;
  private opened = 0;
  /** The limit was reached, and that was said. */
  private full = false;
  private started: Store | undefined;
  private begin: () => void = () => {};

  constructor(private readonly options: ServerOptions) {
    this.strangers = new Strangers(options.strangerMs);
    this.ready = new Promise((resolve) => {
      this.begin = resolve;
    });
  }

  get store(): Store {
    if (this.started === undefined) throw new Error('the store is not open yet');
    return this.started;
  }

  get credentials(): Credentials | undefined {
    return this.options.credentials;
  }

  get connectionCount(): number {
    return this.connections.size;
  }

  get connectionsOpened(): number {
    return this.opened;
  }

  report(line: string): void {
    this.options.report(line);
  }

  /** Lets commands through. */
  open(store: Store): void {
    this.started = store;
    this.begin();
  }

  /** Listens on a unix socket (trusted: its folder is the owner's) or on a TCP port of 127.0.0.1. Gives the port. */
  async listen(at: { path: string } | { port: number }, trusted: boolean): Promise<number> {
    const listener = createServer((socket) => this.accept(socket, trusted));
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen('path' in at ? at.path : { host: '127.0.0.1', port: at.port }, resolve);
    });
    listener.on('error', (error) => this.report(`listener: ${error.message}`));
    this.listeners.push(listener);
    const address = listener.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  /** Stops listening and closes every connection. */
  async close(): Promise<void> {
    for (const connection of this.connections) connection.close();
    await Promise.all(this.listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  }

  /** A connection has shown the secret: it takes a place among those that may do everything, when there is one. */
  welcome(connection: Connection): void {
    this.strangers.forget(connection);
    if (this.welcomed() > LIMITS.connections) {
      this.refuse(LIMITS.connections, 'are open');
      connection.close();
    }
  }

  /** A message of a connection was answered. */
  answered(connection: Connection): void {
    this.strangers.heard(connection);
  }

  private welcomed(): number {
    return this.connections.size - this.strangers.size;
  }

  private refuse(limit: number, which: string): void {
    if (!this.full) this.report(`connections are refused: ${limit} ${which}, which is the limit`);
    this.full = true;
  }

  private accept(socket: Socket, trusted: boolean): void {
    if (trusted ? this.welcomed() >= LIMITS.connections : this.strangers.isFull) {
      if (trusted) this.refuse(LIMITS.connections, 'are open');
      else this.refuse(LIMITS.strangers, 'have not shown the secret');
      socket.destroy();
      return;
    }
    if (this.welcomed() < LIMITS.connections * 0.9 && this.strangers.size < LIMITS.strangers * 0.9) this.full = false;
    socket.setNoDelay(true);
    const connection = new Connection(++this.opened, socket, this, trusted);
    this.connections.add(connection);
    if (!trusted) this.strangers.admit(connection);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.connections.delete(connection);
      this.strangers.forget(connection);
    });
  }
}
