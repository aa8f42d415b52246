import type mongoose from 'mongoose';

export { accessStore } from './access.js';
export { accountStore, sessionStore } from './accounts.js';
export { assetStore } from './assets.js';
export { bulletinStore } from './bulletins.js';
export { connectStore, type StoreWatch } from './connect.js';
export { coverStore } from './covers.js';
export { endedStore, messageStore } from './ended.js';
export { awaitedStore, evidenceBucket } from './evidence.js';
export { explanationStore } from './explanations.js';
export { inboxStore } from './inbox.js';
export { incidentWishes } from './incident-wishes.js';
export { incidentStore, strayFields } from './incidents.js';
export { leaseStore } from './leases.js';
export { linkCodeStore } from './link-codes.js';
export { linkStore } from './links.js';
export { markStore } from './marks.js';
export { numberStore } from './numbers.js';
export { officerStore } from './officers.js';
export { onTestStore } from './on-test.js';
export { outageStore } from './outages.js';
export { optOuts, pageLog } from './page-log.js';
export { planStore } from './plans.js';
export { ratingStore } from './ratings.js';
export { reportMailStore } from './report-mails.js';
export { reportStore } from './reports.js';
export { retentionStore } from './retention.js';
export { riskStore } from './risks.js';
export { scanStore } from './scans.js';
export { seenStore } from './seen.js';
export { serialStore } from './serials.js';
export { sightingStore } from './sightings.js';
export { signalStore } from './signals.js';
export { sourceHealthStore } from './source-health.js';
export { stormStore } from './storms.js';
export { taskStore } from './tasks.js';
export { teamsPlaceStore } from './teams-places.js';
export { threatStore } from './threats.js';

/** Creates the indexes of every model that the connection knows. To be called once all stores are made. */
export async function createIndexes(connection: mongoose.Connection): Promise<void> {
  for (const model of Object.values(connection.models)) await model.createIndexes();
}
