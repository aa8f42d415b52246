import type { JSX } from 'preact';
import { sizeIn } from '../../../cards/words/evidence-words.js';
import type { EvidenceItem } from '../../incident/index.js';
import { localDayTime } from '../../time.js';

/** Pictures that a browser shows by itself, whatever they claim to be. */
export const SHOWN_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

const size = sizeIn('en-GB');

interface EvidenceProps {
  readonly items: readonly EvidenceItem[];
  /** Where the card stands: `/console/incidents/42`. */
  readonly at: string;
  readonly timezone: string;
  readonly csrf: string;
  /** Whether more can be given. */
  readonly open: boolean;
}

/** Files that people gave, each with its hash, and the form for more. */
export function Evidence({ items, at, timezone, csrf, open }: EvidenceProps): JSX.Element | null {
  if (items.length === 0 && !open) return null;
  return (
    <details class="fold" open={items.length > 0}>
      <summary>Evidence{items.length > 0 ? ` (${items.length})` : ''}</summary>
      <ul class="evidence">
        {items.map((item) => (
          <li class={item.state === 'failed' ? 'bad' : ''}>
            <Item item={item} at={at} />
            <small>
              {item.by.name}, {localDayTime(item.at, timezone)}
            </small>
          </li>
        ))}
      </ul>
      {open ? (
        <form class="form upload" method="post" action={`${at}/evidence`} enctype="multipart/form-data">
          <input type="hidden" name="csrf" value={csrf} />
          <label for={`files-${at}`}>Pictures and files</label>
          <input id={`files-${at}`} type="file" name="files" multiple required />
          <p class="hint">At most five at once, 25 MB each. Each is hashed as it arrives.</p>
          <button type="submit" class="button">
            Give them
          </button>
        </form>
      ) : null}
    </details>
  );
}

function Item({ item, at }: { item: EvidenceItem; at: string }): JSX.Element {
  if (item.state === 'awaited') return <p>{item.name}: on its way</p>;
  if (item.state === 'failed')
    return (
      <p>
        {item.name} could not be had: {item.why}
      </p>
    );
  if (item.state === 'deleted')
    return (
      <p>
        {item.name} was deleted, as the book says
        <br />
        <code title="SHA-256">{item.was.sha256}</code>
      </p>
    );
  const { sha256, bytes, type } = item.kept;
  const href = `${at}/evidence/${sha256}`;
  return (
    <p>
      {SHOWN_TYPES.has(type) ? (
        <a href={href}>
          <img src={href} alt={item.name} loading="lazy" width="160" />
        </a>
      ) : null}
      <a href={href}>{item.name}</a> <small>{size(bytes)}</small>
      <br />
      <code title="SHA-256">{sha256}</code>
    </p>
  );
}
