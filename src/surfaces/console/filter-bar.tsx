import type { JSX } from 'preact';
import { en } from '../../../cards/words/en.js';
import { BANDS } from '../../incident/index.js';
import type { BoardData } from './board-data.js';

/** What of the queue is shown. */
export function FilterBar({ data }: { data: BoardData }): JSX.Element {
  const { filters, choices } = data;
  return (
    <form class="filters" method="get" action="/console" data-filters>
      <input type="search" name="q" value={filters.text} placeholder="Search" aria-label="Search" />
      <Select name="client" all="All clients" value={filters.client} options={choices.clients} />
      <Select name="site" all="All sites" value={filters.site} options={choices.sites} />
      <Select
        name="band"
        all="All bands"
        value={filters.band}
        options={[...BANDS].reverse().map((id) => ({ id, name: en.bands[id].toLowerCase() }))}
      />
      <Select
        name="view"
        all="Live"
        value={filters.view === 'closed' ? 'closed' : undefined}
        options={[{ id: 'closed', name: 'Closed' }]}
      />
      <label class="check">
        <input type="checkbox" name="mine" value="1" checked={filters.mine} /> Mine
      </label>
      <noscript>
        <button type="submit" class="button plain">
          Filter
        </button>
      </noscript>
    </form>
  );
}

function Select(props: {
  name: string;
  all: string;
  value: string | undefined;
  options: readonly { id: string; name: string }[];
}): JSX.Element {
  return (
    <select name={props.name} aria-label={props.all}>
      <option value="">{props.all}</option>
      {props.options.map(({ id, name }) => (
        <option value={id} selected={id === props.value}>
          {name}
        </option>
      ))}
    </select>
  );
}
