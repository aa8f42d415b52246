import { z } from 'zod';
import { type AssetFacts, assetCard, assetForm } from '../cards/asset-card.js';
import { said } from '../cards/words/en-commands.js';
import type { Words } from '../cards/words/words.js';
import type { Answer } from '../src/inbound.js';
import { ASSET_STATUSES, isGuest, LIMITS, mayEver, numberIn, type PersonActor } from '../src/incident/index.js';
import { decideAsset, type Register } from '../src/inventory/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import type { AssetStore } from '../src/ports-assets.js';
import { faultsOf } from './faults.js';

export interface AssetParts {
  readonly register: () => Register;
  readonly records: Pick<AssetStore, 'record' | 'save'>;
  readonly incidents: Pick<IncidentStore, 'loadByNumber'>;
  /** Names of place and custodian, and the zone of its clock. */
  readonly factsOf: (asset: AssetFacts['asset']) => Omit<AssetFacts, 'asset' | 'record'>;
  /** A record was saved. */
  readonly changed: () => Promise<void>;
  readonly clock: Clock;
}

const TRIES = 10;
const schema = z.object({
  status: z.enum(ASSET_STATUSES, 'Please choose one.'),
  why: z
    .string()
    .trim()
    .min(1, 'Please write a few words.')
    .max(LIMITS.whyLength * 2),
  incident: z.string().trim().max(20).default(''),
});

const refused = (text: string): Answer => ({ kind: 'refused', text });

/** What people do with assets: look at one, and say how it stands. */
export function createAssets({ register, records, incidents, factsOf, changed, clock }: AssetParts) {
  const barred = (who: PersonActor): Answer | undefined => {
    if (!mayEver(who, 'note')) return refused(said.notForYou);
    return isGuest(who) ? refused(said.notForGuests) : undefined;
  };

  return {
    async show(name: string, who: PersonActor, words: Words): Promise<Answer> {
      const asset = register().find(name);
      if (!asset) return refused(words.asset.refusal({ code: 'unknown-asset' }));
      const record = await records.record(asset.id);
      return barred(who) ?? { kind: 'shown', card: assetCard({ asset, record, ...factsOf(asset) }, words) };
    },

    async ask(name: string, who: PersonActor, words: Words): Promise<Answer> {
      const asset = register().find(name);
      if (!asset) return refused(words.asset.refusal({ code: 'unknown-asset' }));
      const record = await records.record(asset.id);
      return barred(who) ?? { kind: 'ask', form: assetForm(asset, record?.status ?? 'normal', words) };
    },

    async submit(
      id: string,
      values: Readonly<Record<string, string>>,
      who: PersonActor,
      words: Words,
    ): Promise<Answer> {
      const no = barred(who);
      if (no) return no;
      const read = schema.safeParse(values);
      if (!read.success) return { kind: 'faults', faults: faultsOf(read.error) };
      const asset = register().find(id);
      if (!asset) return refused(words.asset.refusal({ code: 'unknown-asset' }));
      const number = numberIn(read.data.incident, 'INC');
      const named = read.data.incident !== '';
      if (named && !(number > 0 && (await incidents.loadByNumber(number))))
        return { kind: 'faults', faults: { incident: said.noIncident(read.data.incident) } };
      const command = {
        actor: who,
        to: read.data.status,
        why: read.data.why,
        ...(named ? { incident: number } : {}),
      };
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const decision = decideAsset(await records.record(asset.id), asset.id, command, clock.now());
        if (!decision.ok) {
          const { refusal } = decision;
          return refusal.code === 'invalid'
            ? { kind: 'faults', faults: { [refusal.field]: refusal.why } }
            : refused(words.asset.refusal(refusal));
        }
        if (!decision.record) return { kind: 'done', text: words.asset.same };
        if (!(await records.save(decision.record))) continue;
        await changed();
        return { kind: 'done', text: words.asset.done(asset.name, command.to) };
      }
      return refused(words.asset.refusal({ code: 'busy' }));
    },
  };
}

export type Assets = ReturnType<typeof createAssets>;
