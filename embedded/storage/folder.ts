import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './disk.js';

/**
 * A unix socket's path must fit into `sockaddr_un.sun_path`: 108 bytes on Linux, 104 on macOS, with the closing zero. Our
 * longest name in the folder has 19 bytes.
 */
const LONGEST_FOLDER = 103 - 20;

export interface Folder {
  /** Where the data is, with links resolved. */
  readonly data: string;
  /** The same folder by a path that is short enough for a socket: its own, or one through a link of ours. */
  readonly sockets: string;
}

/** Whether a path leaves room for the name of a socket. */
const isShort = (folder: string): boolean => Buffer.byteLength(folder) <= LONGEST_FOLDER;

function linkedFolder(data: string): string {
  // Not userInfo(): it throws where the user has no entry in passwd, as in many containers.
  const uid = process.getuid?.() ?? 0;
  const name = `tocsin-${uid}-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`;
  const given = join(tmpdir(), name);
  const home = isShort(join(given, 'd')) ? given : join('/tmp', name);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const found = lstatSync(home);
  // Anybody may create names in the temporary folder, so what stands there must be proved to be ours.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${home} is not a private folder of this user; remove it, or choose a data folder with a shorter path than ${data}`,
    );
  }
  return home;
}

function leadsTo(link: string, data: string): boolean {
  try {
    return readlinkSync(link) === data;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * A short path to the data folder. A long folder is reached through a symbolic link in a private temporary folder, so that
 * the sockets, and with them the lock, lie with the data, whatever temporary folder a process has. Makes the link when it is
 * not there; called again it does so for one that was cleaned away.
 */
export function shortPath(data: string): string {
  if (isShort(data)) return data;
  const home = linkedFolder(data);
  const link = join(home, 'd');
  if (leadsTo(link, data)) return link;
  const made = join(home, `${randomBytes(4).toString('hex')}.tmp`);
  symlinkSync(data, made);
  renameSync(made, link);
  return link;
}

/** Makes the data folder (mode 0700) and says where its sockets go. */
export function prepareFolder(dataDir: string): Folder {
  makeFolder(dataDir);
  const data = realpathSync(dataDir);
  // The socket asks for no password: only the folder's mode keeps others out. An empty folder, or one that holds a store
  // already, is taken over; any other might be somebody's home.
  const names = readdirSync(data);
  if (names.length === 0 || names.includes('store')) chmodSync(data, 0o700);
  const mode = lstatSync(data).mode & 0o077;
  if (mode !== 0)
    throw new Error(`${data} can be entered by others (mode ${(mode | 0o700).toString(8)}); run: chmod 700 ${data}`);
  return { data, sockets: shortPath(data) };
}

export const storeSocket = (folder: Folder): string => join(folder.sockets, 'store.sock');

/** Writes down for people where the socket can be reached when its own path is too long for them. Only for the owner. */
export function tellPath(folder: Folder): void {
  if (folder.sockets === folder.data) return;
  writeFileSync(join(folder.data, 'store.sock.path'), `${storeSocket(folder)}\n`, { mode: 0o600 });
}
