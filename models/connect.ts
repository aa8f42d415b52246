import mongoose from 'mongoose';

mongoose.set('strictQuery', 'throw');

/**
 * Opens the store. Operations do not queue up while there is no connection: an alarm that cannot be made durable
 * must be refused at once, not answered late.
 */
export async function connectStore(uri: string, dbName?: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    bufferCommands: false,
    autoIndex: false,
    serverSelectionTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 20,
    ...(dbName ? { dbName } : {}),
    ignoreUndefined: true,
    // Acknowledged means durable: on a replica set by its majority, on one machine by its journal.
    writeConcern: { w: 'majority', journal: true },
  });
  await connection.asPromise();
  return connection;
}
