import type { AssetStatus, IncidentEvent } from '../../src/incident/index.js';
import type { AssetRefusal } from '../../src/inventory/index.js';

/** What is said of assets. */
export interface AssetWords {
  readonly statuses: Readonly<Record<AssetStatus, string>>;
  readonly form: { readonly title: string; readonly submit: string };
  readonly fields: Readonly<Record<'status' | 'why' | 'incident' | 'incidentHint', string>>;
  event(event: Extract<IncidentEvent, { type: 'asset-status' }>, by: string): string;
  done(name: string, to: AssetStatus): string;
  readonly same: string;
  refusal(refusal: AssetRefusal): string;
}
