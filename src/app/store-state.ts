import type { OpenStore } from './store.js';

/** How the store is, in one sentence. */
export function storeState({ embedded, connection }: OpenStore): { ok: boolean; text: string } {
  if (connection.readyState !== 1) return { ok: false, text: 'The store cannot be reached' };
  if (!embedded) return { ok: true, text: 'Connected to the MongoDB of MONGODB_URI' };
  const health = embedded.health();
  const warning = health.warning ? `. ${health.warning}` : '';
  const size = `${health.documents.toLocaleString('en-GB')} documents, ${(health.fileBytes / 1_048_576).toFixed(1)} MB on disk${warning}`;
  if (health.state === 'ok')
    return {
      ok: true,
      text: `Embedded store${embedded.role === 'owner' ? '' : ' of another process here'}, ${size}`,
    };
  return { ok: false, text: `The store takes no writes: ${health.cause ?? health.state}` };
}
