import mongoose from 'mongoose';
import type { Numbers } from '../src/ports.js';
import { createBatched } from './batched.js';

interface Row {
  readonly _id: string;
  readonly last: number;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, last: Number },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export function numberStore(connection: mongoose.Connection): Numbers {
  const model = connection.model('Counter', schema, 'counters');

  async function draw(name: string, count: number): Promise<number> {
    const row = await model
      .findOneAndUpdate({ _id: name }, { $inc: { last: count } }, { upsert: true, returnDocument: 'after' })
      .lean<Row>();
    if (!row) throw new Error(`the store gave no next number for "${name}"`);
    return row.last - count + 1;
  }

  return {
    next: createBatched(async (names: readonly string[]) => {
      const drawn = new Map<string, number>();
      for (const name of new Set(names))
        drawn.set(name, await draw(name, names.filter((each) => each === name).length));
      return names.map((name) => {
        const number = drawn.get(name) ?? 0;
        drawn.set(name, number + 1);
        return number;
      });
    }),
  };
}
