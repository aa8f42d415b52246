import type { Incident } from '../src/incident/index.js';
import type { IncidentStore } from '../src/ports.js';

const PAGE = 200;

/** Every incident that is not archived, the newest first; `whole` is false when there are more than that many pages of 200. */
export async function unarchived(
  incidents: Pick<IncidentStore, 'list'>,
  pages: number,
): Promise<{ readonly items: readonly Incident[]; readonly whole: boolean }> {
  const items: Incident[] = [];
  let after: string | undefined;
  for (let page = 0; page < pages; page++) {
    const found = await incidents.list({
      status: ['open', 'claimed', 'resolved'],
      order: 'newest',
      limit: PAGE,
      ...(after ? { after } : {}),
    });
    items.push(...found.items);
    if (found.next === undefined) return { items, whole: true };
    after = found.next;
  }
  return { items, whole: false };
}
