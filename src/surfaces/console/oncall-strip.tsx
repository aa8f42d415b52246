import type { JSX } from 'preact';
import type { BoardData } from './board-data.js';

/** Names that the strip has room for. */
const MOST = 2;

/** Who is on call now, in one line; where everybody is, the page behind it says. */
export function OnCallNow({ data: { onCall } }: { data: Pick<BoardData, 'onCall'> }): JSX.Element | null {
  if (onCall.length === 0) return null;
  const names = [...new Set(onCall.flatMap(({ person }) => person ?? []))];
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : '';
  const title = onCall.map(({ rotation, person }) => `${rotation}: ${person ?? 'nobody'}`).join('\n');
  return (
    <a class={names.length === 0 ? 'on-call bad' : 'on-call'} href="/console/on-call" title={title}>
      {names.length === 0 ? (
        'Nobody on call'
      ) : (
        <>
          <small>on call</small> {names.slice(0, MOST).join(', ')}
          {more}
        </>
      )}
    </a>
  );
}
