import { type Collection, MongoClient, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { Dice } from '../../faults/dice.js';
import { type Doc, docOf, type Ledger, textOf } from './ledger.js';

/** So many documents a writer changes; what it writes beyond that is dead soon, and is what compaction is for. */
const MOST = 40;

/** What the system says of a connection whose other end was killed. */
const CUT_OFF: readonly unknown[] = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED'];

/** Whether it says that nobody is there any more, which is what a kill looks like to a client. */
function isOfTheWire(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  // A bulk write wraps whatever ended it.
  if (error instanceof MongoServerError) return isOfTheWire(error.errorResponse);
  return error instanceof Error && 'code' in error && CUT_OFF.includes(error.code);
}

const COLLECTIONS = ['left', 'right'] as const;

/** Writers on one store. Each has documents of its own, so that what they should be is known without asking. */
export class Writers {
  private readonly client: MongoClient;
  private stopped = false;
  private readonly running: Promise<void>[] = [];
  /** Why the first of them had to stop. */
  failure: (Error & { readonly code?: number }) | undefined;
  /** Writers that ended for another reason than that the store was gone. */
  readonly refused: string[] = [];
  /** Writers that ended because the store was gone. */
  cutOff = 0;

  constructor(
    uri: string,
    private readonly ledger: Ledger,
    private readonly dice: Dice,
    private readonly name: string,
  ) {
    this.client = new MongoClient(uri, { maxPoolSize: 24, retryWrites: false, serverSelectionTimeoutMS: 5_000 });
  }

  async prepare(): Promise<void> {
    await this.client.connect();
    for (const name of COLLECTIONS) {
      await this.at(name).createIndex({ rev: 1, _id: 1 });
      await this.at(name).createIndex({ text: 1 }, { unique: true });
    }
  }

  /** Makes so many documents that nobody changes any more. */
  async fill(count: number): Promise<void> {
    for (let n = 0; n < count; n += 250) {
      const ids = Array.from({ length: Math.min(250, count - n) }, (_, at) => `still-${n + at}`);
      for (const id of ids) this.ledger.send(id, 0);
      await this.at('left').insertMany(ids.map((id) => docOf(id, 0)));
      for (const id of ids) this.ledger.done(id);
    }
  }

  /** Deletes what other writers left, so that the store does not grow from storm to storm. */
  async clear(name: string): Promise<void> {
    const ids = this.ledger.idsOf(`${name}-`);
    for (const id of ids) this.ledger.send(id, 'gone');
    for (const each of COLLECTIONS) await this.at(each).deleteMany({ _id: { $in: ids } });
    for (const id of ids) this.ledger.done(id);
  }

  /** Lets so many write until they are stopped or the store fails. */
  start(count: number): void {
    for (let n = 0; n < count; n++) this.running.push(this.write(n));
  }

  /** Waits until all have stopped by themselves. */
  async failed(): Promise<void> {
    await Promise.all(this.running);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
    await this.client.close();
  }

  /** Everything that is there. */
  async all(): Promise<Doc[]> {
    return (await Promise.all(COLLECTIONS.map((name) => this.at(name).find().toArray()))).flat();
  }

  /** What `validate` finds wrong. */
  async faults(): Promise<string[]> {
    const replies = await Promise.all(COLLECTIONS.map((name) => this.client.db('storm').command({ validate: name })));
    return replies.flatMap((reply) => (reply.valid === true ? [] : reply.errors.map(String)));
  }

  private at(name: string): Collection<Doc> {
    return this.client.db('storm').collection<Doc>(name);
  }

  private async write(writer: number): Promise<void> {
    const collection = this.at(COLLECTIONS[writer % 2] ?? 'left');
    const own: { readonly id: string; rev: number }[] = [];
    try {
      for (let n = 0; !this.stopped; n++) await this.step(collection, `${this.name}-${writer}-${n}`, own);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.failure ??= failure;
      if (isOfTheWire(failure)) this.cutOff += 1;
      else this.refused.push(`writer ${writer} of ${this.name} ended with ${failure.name}: ${failure.message}`);
    }
  }

  private async step(collection: Collection<Doc>, id: string, own: { readonly id: string; rev: number }[]) {
    const roll = this.dice.roll();
    const at = this.dice.between(0, own.length - 1);
    const one = own[at];
    if (one === undefined || (roll < 0.3 && own.length < MOST)) {
      this.ledger.send(id, 0);
      await collection.insertOne(docOf(id, 0));
      this.ledger.done(id);
      own.push({ id, rev: 0 });
    } else if (roll >= 0.3 && roll < 0.32) {
      const ids = Array.from({ length: 5 }, (_, n) => `${id}+${n}`);
      for (const each of ids) this.ledger.send(each, 0);
      await collection.insertMany(ids.map((each) => docOf(each, 0)));
      for (const each of ids) this.ledger.done(each);
    } else if (roll >= 0.32 && roll < 0.45) {
      this.ledger.send(one.id, 'gone');
      await collection.deleteOne({ _id: one.id });
      this.ledger.done(one.id);
      own.splice(at, 1);
    } else {
      const rev = one.rev + 1;
      this.ledger.send(one.id, rev);
      const change = { $set: { text: textOf(one.id, rev) }, $inc: { rev: 1 } };
      if (roll < 0.8) await collection.updateOne({ _id: one.id, rev: one.rev }, change);
      else await collection.findOneAndUpdate({ _id: one.id }, change);
      this.ledger.done(one.id);
      one.rev = rev;
    }
  }
}
