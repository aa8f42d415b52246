import type { JSX } from 'preact';
import type { OnTest } from '../../ports-ontest.js';
import { localDayTime } from '../../time.js';
import { Head } from './head.js';
import { Fault } from './page.js';

export type NamedTest = OnTest & { readonly siteName: string };

export interface OnTestView {
  readonly tests: readonly NamedTest[];
  readonly sites: readonly { readonly id: string; readonly name: string; readonly timezone: string }[];
  /** Whether this person may begin and end one. */
  readonly may: boolean;
  readonly csrf: string;
  readonly text?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly faults?: Readonly<Record<string, string>>;
}

const SPANS = [
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['2h', '2 hours'],
  ['4h', '4 hours'],
  ['8h', '8 hours'],
  ['12h', '12 hours'],
] as const;

/** Sites on whose systems somebody works, and the form to put one on test. */
export const OnTestPage = (view: OnTestView): JSX.Element => (
  <main class="oncall">
    <Head title="On test" />
    <Fault text={view.text} />
    {view.tests.length === 0 ? (
      <p class="hint">No site is on test. Alarms count in full everywhere.</p>
    ) : (
      <ul class="covers" aria-label="Sites on test">
        {view.tests.map((test) => (
          <Going test={test} view={view} />
        ))}
      </ul>
    )}
    {view.may ? <Begin {...view} /> : <p class="hint">Supervisors, managers and directors can put a site on test.</p>}
  </main>
);

function Going({ test, view }: { test: NamedTest; view: OnTestView }): JSX.Element {
  const zone = view.sites.find(({ id }) => id === test.siteId)?.timezone ?? 'UTC';
  return (
    <li>
      <p>
        <strong>{test.siteName}</strong> until {localDayTime(test.until, zone)}
        <span class="said">
          {test.by.name}: {test.why}
        </span>
      </p>
      {view.may ? (
        <form method="post" action={`/console/on-test/${encodeURIComponent(test.siteId)}/end`}>
          <input type="hidden" name="csrf" value={view.csrf} />
          <button type="submit" class="button">
            End it
          </button>
        </form>
      ) : null}
    </li>
  );
}

function Begin({ sites, csrf, values = {}, faults = {} }: OnTestView): JSX.Element {
  const question = (name: string, label: string, field: JSX.Element): JSX.Element => (
    <div class="question">
      <label for={name}>{label}</label>
      {field}
      <Fault text={faults[name]} />
    </div>
  );
  return (
    <section class="rotation">
      <h2>Put a site on test</h2>
      <form method="post" action="/console/on-test" class="form ask">
        <input type="hidden" name="csrf" value={csrf} />
        {question(
          'site',
          'Site',
          <select id="site" name="site" required>
            <option value="">Please choose</option>
            {sites.map(({ id, name }) => (
              <option value={id} selected={values.site === id}>
                {name}
              </option>
            ))}
          </select>,
        )}
        {question(
          'for',
          'For how long',
          <select id="for" name="for">
            {SPANS.map(([value, name]) => (
              <option value={value} selected={(values.for ?? '2h') === value}>
                {name}
              </option>
            ))}
          </select>,
        )}
        {question(
          'why',
          'Why (every channel of the site reads it)',
          <input id="why" type="text" name="why" maxLength={200} required value={values.why ?? ''} />,
        )}
        <button type="submit" class="button primary">
          Put on test
        </button>
        <p class="hint">
          Alarms of property there count for less meanwhile. Panic, fire and all other life safety is answered as
          always. It ends by itself.
        </p>
      </form>
    </section>
  );
}
