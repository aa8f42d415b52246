import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { EvidenceFiles, SortOf } from './ports-evidence.js';

const HASH = /^[0-9a-f]{64}$/;
/** Many files in one folder are slow to look at. */
const SHELF = 2;

/** Files in a folder of `DATA_DIR`, for the embedded store, which would keep them all in memory. */
export function evidenceFolder(dataDir: string): EvidenceFiles {
  const root = join(dataDir, 'evidence');
  const placeOf = (sha256: string): { readonly shelf: string; readonly path: string } => {
    if (!HASH.test(sha256)) throw new Error(`"${sha256.slice(0, 80)}" is no SHA-256`);
    const shelf = join(root, sha256.slice(0, SHELF));
    return { shelf, path: join(shelf, sha256) };
  };
  return {
    async put(sha256, bytes) {
      const { shelf, path } = placeOf(sha256);
      await mkdir(shelf, { recursive: true, mode: 0o700 });
      const part = `${path}.${randomBytes(6).toString('hex')}.part`;
      try {
        const file = await open(part, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(part, path);
        // The name is on disk only once the folder is.
        for (const folder of [shelf, root, dataDir]) await synced(folder);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async delete(sha256) {
      const { shelf, path } = placeOf(sha256);
      await rm(path, { force: true });
      await synced(shelf).catch((error: unknown) => {
        if ((error as { code?: string }).code !== 'ENOENT') throw error;
      });
    },
    async get(sha256) {
      try {
        return await readFile(placeOf(sha256).path);
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const UNKNOWN = 'application/octet-stream';

export const sortOf: SortOf = async (bytes) => (await fileTypeFromBuffer(bytes))?.mime ?? UNKNOWN;
