import mongoose from 'mongoose';

mongoose.set('strictQuery', 'throw');

/** Told of every command that goes to the store: for diagnosis, and for the test that holds the store's closed list. */
export interface StoreWatch {
  sent(name: string, command: object): void;
  refused(name: string, error: Error): void;
}

/**
 * Opens the store. Operations do not queue up while there is no connection: an alarm that cannot be made durable
 * must be refused at once, not answered late.
 */
export async function connectStore(uri: string, dbName?: string, watch?: StoreWatch): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    bufferCommands: false,
    autoIndex: false,
    serverSelectionTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 20,
    ...(dbName ? { dbName } : {}),
    ignoreUndefined: true,
    monitorCommands: watch !== undefined,
    // Acknowledged means durable: on a replica set by its majority, on one machine by its journal.
    writeConcern: { w: 'majority', journal: true },
    // Whatever the URI says: what is decided here has to be decided on the newest state.
    readPreference: 'primary',
  });
  await connection.asPromise();
  if (watch) {
    const client = connection.getClient();
    client.on('commandStarted', ({ commandName, command }) => watch.sent(commandName, command));
    client.on('commandFailed', ({ commandName, failure }) => watch.refused(commandName, failure));
  }
  return connection;
}
