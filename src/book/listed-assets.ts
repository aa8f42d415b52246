import type { Asset } from '../inventory/index.js';
import type { Book } from './book.js';

/** The assets that stand in the book itself. */
export const listedAssets = ({ data }: Book): Asset[] =>
  data.assets.map(({ site, zone, name, custodian, tag, ...rest }) => ({
    ...rest,
    name: name ?? rest.id,
    siteId: site,
    ...(zone === undefined ? {} : { zoneId: zone }),
    ...(tag === undefined ? {} : { tag }),
    ...(custodian === undefined ? {} : { custodian }),
  }));
