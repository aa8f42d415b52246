import mongoose from 'mongoose';
import type { ExplanationStore } from '../src/ports-explain.js';
import { isDuplicateKey } from './duplicate.js';

/** One question that was asked, or is being asked. */
interface Row {
  /** `incidentId:version` */
  readonly _id: string;
  readonly until: Date;
}

/** The tokens of one day. */
interface Day {
  readonly _id: string;
  readonly tokens: number;
  readonly until: Date;
}

const questions = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, until: { type: Date, required: true } },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
questions.index({ until: 1 }, { expireAfterSeconds: 0 });

const days = new mongoose.Schema<Day>(
  { _id: { type: String, required: true }, tokens: Number, until: Date },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
days.index({ until: 1 }, { expireAfterSeconds: 0 });

/** An incident that is still open by then may be asked about once more. */
const QUESTION_MS = 90 * 86_400_000;
const DAY_MS = 40 * 86_400_000;

export function explanationStore(connection: mongoose.Connection): ExplanationStore {
  const asked = connection.model('Explanation', questions, 'explanations');
  const spent = connection.model('ModelTokens', days, 'modeltokens');

  return {
    async first(incidentId, version, at) {
      try {
        await asked.create({ _id: `${incidentId}:${version}`, until: new Date(at.getTime() + QUESTION_MS) });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async draw(day, tokens, limit, at) {
      if (tokens > limit) return false;
      const room = { _id: day, tokens: { $lte: limit - tokens } };
      const until = new Date(at.getTime() + DAY_MS);
      try {
        // A day without room does not match, and then its id is taken.
        await spent.updateOne(room, { $inc: { tokens }, $setOnInsert: { until } }, { upsert: true });
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      // Or another instance began the day at the same moment, and there is room all the same.
      const { matchedCount } = await spent.updateOne(room, { $inc: { tokens } });
      return matchedCount === 1;
    },

    async correct(day, more) {
      if (more !== 0) await spent.updateOne({ _id: day }, { $inc: { tokens: more } });
    },
  };
}
