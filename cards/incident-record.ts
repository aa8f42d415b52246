import type { Incident } from '../src/incident/index.js';
import { label, lossFigures } from '../src/incident/index.js';

/** What a program outside is told of an incident that is over: facts and proofs, no names and no free text. */
export function incidentRecord({ state, chain }: Pick<Incident, 'state' | 'chain'>, url: string | undefined) {
  const { number, kind, place, assessment, openedAt, stamps, loss, evidence = [], lifeSafety, covert } = state;
  const over = state.status === 'resolved' || state.status === 'archived' ? state.resolution : undefined;
  return {
    event: 'incident.resolved',
    incident: label(number),
    kind,
    lifeSafety,
    covert,
    site: { id: place.siteId, name: place.siteName },
    ...(place.zoneId === undefined ? {} : { zone: { id: place.zoneId, name: place.zoneName ?? place.zoneId } }),
    ...(place.clientId === undefined ? {} : { client: place.clientId }),
    severity: { score: assessment.score, band: assessment.band, avs: assessment.avs },
    openedAt,
    ...stamps,
    ...(over ? { resolvedAt: over.at, disposition: over.disposition, cause: over.cause ?? null } : {}),
    loss: loss ? { category: loss.category, currency: loss.currency, basis: loss.basis, ...lossFigures(loss) } : null,
    evidence: evidence.flatMap((item) =>
      item.state === 'kept' ? [{ sha256: item.kept.sha256, type: item.kept.type, bytes: item.kept.bytes }] : [],
    ),
    chain: { entries: chain.seq, head: chain.hash },
    ...(url === undefined ? {} : { url }),
  };
}
