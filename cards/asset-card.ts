import { type AssetStatus, LIMITS, label } from '../src/incident/index.js';
import { type Asset, type AssetRecord, nextStatuses } from '../src/inventory/index.js';
import type { Card, Form } from './card.js';
import { clip } from './card.js';
import { timesIn } from './times.js';
import { amountIn } from './words/amount.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

const PREFIX = 'asset:';
/** What a form about an asset is about. */
export const aboutAsset = (id: string): string => PREFIX + id;
export const assetIn = (about: string): string | undefined =>
  about.startsWith(PREFIX) ? about.slice(PREFIX.length) : undefined;

export interface AssetFacts {
  readonly asset: Asset;
  readonly record: AssetRecord | undefined;
  readonly place: string;
  readonly custodian: string | undefined;
  readonly timezone: string;
}

const CHANGES = 10;

/** What it is, what it is worth, how it stands and how it came to that. */
export function assetCard({ asset, record, place, custodian, timezone }: AssetFacts, words: Words = en): Card {
  const { statuses } = words.asset;
  const status: AssetStatus = record?.status ?? 'normal';
  const times = timesIn(timezone, words.locale);
  const money = amountIn(words.locale);
  const { unitCost, quantity, criticality, vulnerability } = asset;
  const worth = money({ amount: unitCost.amount * quantity, currency: unitCost.currency });
  const facts = [
    place,
    asset.class,
    ...(asset.tag === undefined ? [] : [asset.tag]),
    quantity === 1 ? worth : `${quantity} × ${money(unitCost)} = ${worth}`,
    `${criticality} × ${vulnerability}`,
    ...(custodian === undefined ? [] : [custodian]),
  ];
  const history = (record?.history ?? []).slice(-CHANGES).reverse();
  return {
    topic: 'bulletin',
    accent: status === 'lost' || status === 'stolen' ? 'high' : status === 'normal' ? 'done' : 'medium',
    fallback: clip(`${asset.name}: ${statuses[status]}`, 300),
    elements: [
      { kind: 'header', text: clip(`${asset.name} · ${statuses[status]}`, 140) },
      { kind: 'context', text: clip(`${asset.id} · ${facts.join(' · ')}`, 500) },
      ...(history.length === 0
        ? []
        : [
            {
              kind: 'list',
              items: history.map(({ at, by, from, to, why, incident }) => ({
                text: clip(
                  `${times.dayTime(at)} ${by.name}: ${statuses[from]} → ${statuses[to]}, ${why}${incident ? ` (${label(incident)})` : ''}`,
                  300,
                ),
              })),
            } as const,
          ]),
    ],
  };
}

/** How it stands from now on, and why. */
export function assetForm({ id, name }: Asset, status: AssetStatus, words: Words = en): Form {
  const { form, fields, statuses } = words.asset;
  const can = nextStatuses(status);
  return {
    id: 'asset',
    about: aboutAsset(id),
    title: clip(`${form.title} ${name}`, 24),
    submit: form.submit,
    words: words.form,
    fields: [
      {
        kind: 'select',
        name: 'status',
        label: `${fields.status} (${statuses[status]})`,
        options: can.map((value) => ({ value, label: statuses[value] })),
        required: true,
      },
      { kind: 'text', name: 'why', label: fields.why, multiline: true, maxLength: LIMITS.whyLength, required: true },
      {
        kind: 'text',
        name: 'incident',
        label: fields.incident,
        hint: fields.incidentHint,
        multiline: false,
        maxLength: 20,
        required: false,
      },
    ],
  };
}
