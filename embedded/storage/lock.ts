import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/**
 * One owner per folder, held by a listening unix socket `owner.N.sock`. The kernel answers for a living owner, however busy
 * or frozen it is, and refuses for a dead one, however it died; no pid can be reused by somebody else. A new owner takes the
 * next number by `link`, which only one process can do, with a socket that already listens. Numbers never go back, so that
 * a slow starter with an old view takes a number below the living owner's, sees that, and steps back.
 */
export interface Lock {
  readonly path: string;
  /** Says a line to everybody who holds a connection to the lock, and to whoever comes later until the next `tell`. */
  tell(line: string): void;
  release(): Promise<void>;
}

const OWNER = /^owner\.(\d+)\.sock$/;
const TRIES = 100;
/** A client that does not read (a stopped process) is told no more before it does. */
const UNREAD_BYTES = 64 * 1024;

const pathOf = (folder: string, number: number): string => join(folder, `owner.${number}.sock`);

function numbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = OWNER.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

/** Connects to a socket; undefined when nobody listens there any more. */
export function knock(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.destroy();
      // A full backlog (EAGAIN) or a missing right is an owner too; only these two mean that there is none.
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? undefined : socket);
    });
  });
}

async function isAlive(path: string): Promise<boolean> {
  const socket = await knock(path);
  socket?.destroy();
  return socket !== undefined;
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Clients of the folder keep a connection open to learn of the owner's end.
    const server = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

async function sweep(folder: string, below: number): Promise<void> {
  for (const number of numbers(folder)) if (number < below) rmSync(pathOf(folder, number), { force: true });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/^own-[0-9a-f]+\.tmp$/.test(name) && !(await isAlive(path))) rmSync(path, { force: true });
  }
}

/** The path of the living owner's lock, if there is one. */
export async function owner(folder: string): Promise<string | undefined> {
  const highest = Math.max(0, ...numbers(folder));
  return highest > 0 && (await isAlive(pathOf(folder, highest))) ? pathOf(folder, highest) : undefined;
}

/** Becomes the owner of the folder, or gives undefined when there is a living one. */
export async function claim(folder: string): Promise<Lock | undefined> {
  const temporary = join(folder, `own-${randomBytes(4).toString('hex')}.tmp`);
  const server = await listen(temporary);
  const sockets = new Set<Socket>();
  let newest: string | undefined;
  server.on('connection', (socket) => {
    sockets.add(socket);
    if (newest !== undefined) socket.write(newest);
    socket.once('close', () => sockets.delete(socket));
  });
  const tell = (line: string): void => {
    newest = `${line}\n`;
    for (const socket of sockets) if (socket.writableLength < UNREAD_BYTES) socket.write(newest);
  };
  const release = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  for (let tries = 0; tries < TRIES; tries++) {
    const highest = Math.max(0, ...numbers(folder));
    if (highest > 0 && (await isAlive(pathOf(folder, highest)))) break;
    const mine = pathOf(folder, highest + 1);
    try {
      linkSync(temporary, mine);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      await release();
      throw error;
    }
    if (Math.max(...numbers(folder)) > highest + 1) {
      rmSync(mine, { force: true });
      continue;
    }
    rmSync(temporary, { force: true });
    await sweep(folder, highest + 1);
    // The file stays when the owner goes: a number must never be given twice.
    return { path: mine, tell, release };
  }
  await release();
  rmSync(temporary, { force: true });
  return undefined;
}
