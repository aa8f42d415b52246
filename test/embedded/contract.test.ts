import { describe } from 'vitest';
import { storeContract } from './contract.js';
import { openStore } from './store.js';

storeContract('embedded', async () => {
  const { store, client, close } = await openStore();
  await client.close();
  return { uri: store.uri, close };
});

const uri = process.env.MONGODB_URI;
describe.skipIf(uri === undefined && process.env.TEST_MONGOD !== '1')('on a real server', () => {
  storeContract('mongod', async () => {
    if (uri !== undefined) return { uri, close: async () => {} };
    const { MongoMemoryServer } = await import('mongodb-memory-server');
    const server = await MongoMemoryServer.create();
    return { uri: server.getUri(), close: async () => void (await server.stop()) };
  });
});
