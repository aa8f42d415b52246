import type { Request } from 'express';
import { BANDS } from '../../incident/index.js';
import type { Filters } from './board-data.js';

/** The filters that an address asks for; what is none of ours is left out. */
export function filtersOf({ query }: Request): Filters {
  const one = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined;
  };
  const band = BANDS.find((each) => each === one('band'));
  const [client, site, text] = [one('client'), one('site'), one('q')];
  return {
    ...(client ? { client } : {}),
    ...(site ? { site } : {}),
    ...(text ? { text } : {}),
    ...(band ? { band } : {}),
    mine: one('mine') === '1',
    view: one('view') === 'closed' ? 'closed' : 'live',
  };
}

/** The filters as a query, so that a chosen incident keeps them. */
export function queryOf(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.text) query.set('q', filters.text);
  if (filters.client) query.set('client', filters.client);
  if (filters.site) query.set('site', filters.site);
  if (filters.band) query.set('band', filters.band);
  if (filters.view === 'closed') query.set('view', 'closed');
  if (filters.mine) query.set('mine', '1');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
