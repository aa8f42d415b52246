import type { JSX } from 'preact';
import type { Cover } from '../../oncall/index.js';
import { localDayTime } from '../../time.js';
import type { OnCallData, RotationView } from './oncall-data.js';

/** What is asked for in a rotation, with one button for whoever may press it. */
export function OfferedCovers(props: { view: RotationView; data: OnCallData; csrf: string }): JSX.Element | null {
  const { view, data, csrf } = props;
  const { offered, members, rotation } = view;
  if (offered.length === 0) return null;
  return (
    <ul class="covers" aria-label={`Cover wanted, ${rotation.name}`}>
      {offered.map((cover) => {
        const own = cover.asker === data.me;
        return (
          <li>
            <p>
              <strong>{own ? 'You ask' : `${data.nameOf(cover.asker)} asks`} for cover</strong>{' '}
              {localDayTime(cover.from, rotation.timezone)} – {localDayTime(cover.to, rotation.timezone)}
              {cover.why ? <span class="said">{cover.why}</span> : null}
            </p>
            {own ? <Press cover={cover} verb="withdraw" label="Withdraw" csrf={csrf} /> : null}
            {!own && members.includes(data.me) ? <Press cover={cover} verb="take" label="Take it" csrf={csrf} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

const Press = (props: { cover: Cover; verb: 'take' | 'withdraw'; label: string; csrf: string }): JSX.Element => (
  <form method="post" action={`/console/on-call/covers/${props.cover.id}/${props.verb}`}>
    <input type="hidden" name="csrf" value={props.csrf} />
    <button type="submit" class={props.verb === 'take' ? 'button primary' : 'button'}>
      {props.label}
    </button>
  </form>
);
