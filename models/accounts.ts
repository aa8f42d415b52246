import mongoose from 'mongoose';
import type { AccountStore, ConsoleAccount, ConsoleSession, SessionStore } from '../src/ports-accounts.js';
import { isDuplicateKey } from './duplicate.js';

interface AccountRow extends Omit<ConsoleAccount, 'login'> {
  readonly _id: string;
}

const accountSchema = new mongoose.Schema<AccountRow>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    roles: { type: [String], required: true },
    personId: String,
    password: { type: String, required: true },
    failures: { type: Number, required: true },
    lockedUntil: Date,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

interface SessionRow extends Omit<ConsoleSession, 'id'> {
  readonly _id: string;
}

const sessionSchema = new mongoose.Schema<SessionRow>(
  {
    _id: { type: String, required: true },
    login: { type: String, required: true },
    csrf: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function accountStore(connection: mongoose.Connection): AccountStore {
  const model = connection.model('Account', accountSchema, 'accounts');
  const accountOf = ({ _id, ...rest }: AccountRow): ConsoleAccount => ({ ...rest, login: _id });
  return {
    count: () => model.countDocuments({}, { limit: 1_000 }),
    async find(login) {
      const row = await model.findById(login).lean<AccountRow>();
      return row ? accountOf(row) : undefined;
    },
    async list() {
      return (await model.find({}).sort({ _id: 1 }).limit(500).lean<AccountRow[]>()).map(accountOf);
    },
    async add({ login, ...account }) {
      try {
        await model.create({ _id: login, ...account });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async failed(login, lockAfter, lockedUntil) {
      const row = await model
        .findByIdAndUpdate(login, { $inc: { failures: 1 } }, { returnDocument: 'after' })
        .lean<AccountRow>();
      if (row && row.failures >= lockAfter)
        await model.updateOne({ _id: login }, { $set: { lockedUntil, failures: 0 } });
    },
    async setPassword(login, password) {
      const change = { $set: { password, failures: 0 }, $unset: { lockedUntil: 1 } } as const;
      return (await model.updateOne({ _id: login }, change)).matchedCount === 1;
    },
    async remove(login) {
      return (await model.deleteOne({ _id: login })).deletedCount === 1;
    },
    async succeeded(login) {
      await model.updateOne({ _id: login }, { $set: { failures: 0 }, $unset: { lockedUntil: 1 } });
    },
  };
}

export function sessionStore(connection: mongoose.Connection): SessionStore {
  const model = connection.model('Session', sessionSchema, 'sessions');
  return {
    async open({ id, ...session }) {
      await model.create({ _id: id, ...session });
    },
    async find(id, now) {
      const row = await model.findOne({ _id: id, expiresAt: { $gt: now } }).lean<SessionRow>();
      if (!row) return undefined;
      const { _id, ...rest } = row;
      return { ...rest, id: _id };
    },
    async close(id) {
      await model.deleteOne({ _id: id });
    },
  };
}
