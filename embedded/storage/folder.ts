import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A unix socket's path must fit into `sockaddr_un.sun_path`: 108 bytes on Linux, 104 on macOS, with the closing zero. Our
 * longest name in the folder has 19 bytes.
 */
const LONGEST_FOLDER = 103 - 20;

export interface Folder {
  /** Where the data is, with links resolved. */
  readonly data: string;
  /** Where the sockets are: the same, or a short folder of ours when the path is too long. */
  readonly sockets: string;
}

function privateTemporary(data: string): string {
  // Not userInfo(): it throws where the user has no entry in passwd, as in many containers.
  const uid = process.getuid?.() ?? 0;
  const sockets = join(tmpdir(), `tocsin-${uid}-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`);
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  const found = lstatSync(sockets);
  // Anybody may create names in the temporary folder, so what stands there must be proved to be ours.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${sockets} is not a private folder of this user; remove it, or choose a data folder with a shorter path than ${data}`,
    );
  }
  writeFileSync(join(data, 'store.sock.path'), `${join(sockets, 'store.sock')}\n`, { mode: 0o600 });
  return sockets;
}

/** Makes the data folder (mode 0700) and says where its sockets go. */
export function prepareFolder(dataDir: string): Folder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const data = realpathSync(dataDir);
  const short = Buffer.byteLength(data) <= LONGEST_FOLDER;
  // The socket asks for no password: only the folder's mode keeps others out. An empty folder, or one that holds a store
  // already, is taken over; any other might be somebody's home.
  const names = readdirSync(data);
  if (names.length === 0 || names.includes('store')) chmodSync(data, 0o700);
  const mode = lstatSync(data).mode & 0o077;
  if (short && mode !== 0)
    throw new Error(`${data} can be entered by others (mode ${(mode | 0o700).toString(8)}); run: chmod 700 ${data}`);
  return { data, sockets: short ? data : privateTemporary(data) };
}

export const storeSocket = (folder: Folder): string => join(folder.sockets, 'store.sock');
