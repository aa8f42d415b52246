import mongoose from 'mongoose';
import type { EvidenceItem } from '../src/incident/index.js';
import { isAwaited } from '../src/incident/index.js';
import type { Awaited, AwaitedStore, EvidenceFiles } from '../src/ports-evidence.js';

/** Files beside the documents, where the store is a MongoDB: several machines share them. */
export function evidenceBucket(connection: mongoose.Connection): EvidenceFiles {
  const { db } = connection;
  if (!db) throw new Error('the store is not connected');
  const bucket = new mongoose.mongo.GridFSBucket(db, { bucketName: 'evidence' });
  return {
    async put(sha256, bytes) {
      const [known] = await bucket.find({ filename: sha256 }, { limit: 1 }).toArray();
      if (known) return;
      await new Promise<void>((resolve, reject) => {
        bucket.openUploadStream(sha256).once('error', reject).once('finish', resolve).end(bytes);
      });
    },
    async delete(sha256) {
      for (const { _id } of await bucket.find({ filename: sha256 }).toArray()) await bucket.delete(_id);
    },
    async get(sha256) {
      const [known] = await bucket.find({ filename: sha256 }, { limit: 1 }).toArray();
      if (!known) return undefined;
      const chunks: Buffer[] = [];
      for await (const chunk of bucket.openDownloadStream(known._id)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
  };
}

interface Row {
  readonly _id: string;
  readonly state: { readonly evidence?: readonly EvidenceItem[] };
}

/** Files that incidents and tasks wait for, by the field that every save of them derives. */
export function awaitedStore(connection: mongoose.Connection): AwaitedStore {
  const sorts = [
    ['incident', connection.collection('incidents')],
    ['task', connection.collection('tasks')],
  ] as const;
  return {
    async awaited(limit) {
      const all: Awaited[] = [];
      for (const [of, collection] of sorts) {
        const rows = await collection
          .find<Row>({ evidenceAwaited: true }, { projection: { 'state.evidence': 1 } })
          .limit(limit)
          .toArray();
        for (const { _id, state } of rows)
          for (const { id, from, at } of (state.evidence ?? []).filter(isAwaited))
            all.push({ of, about: _id, file: id, from, at });
      }
      return all.slice(0, limit);
    },
  };
}
