import type { JSX } from 'preact';
import { nameOf } from '../../../cards/answering.js';
import { en } from '../../../cards/words/en.js';
import { type IncidentState, type PageRecord, pathOf, recordOf } from '../../incident/index.js';
import { localTime } from '../../time.js';

/** What is to be done, and who was told and sent. */
export const AnsweringFolds = ({ state }: { state: IncidentState }): JSX.Element => (
  <>
    <Steps state={state} />
    <People state={state} />
  </>
);

function Steps({ state }: { state: IncidentState }): JSX.Element | null {
  const { procedure } = state.plan;
  if (!procedure || procedure.steps.length === 0) return null;
  const path = pathOf(procedure, state.steps);
  const done = path.filter(({ record }) => record !== undefined).length;
  const onPath = new Set(path.map(({ step }) => step.id));
  return (
    <details class="fold">
      <summary>
        Procedure {procedure.id}: {done} of {path.length} {path.length === 1 ? 'step' : 'steps'}
      </summary>
      <ol class="signals">
        {procedure.steps.map((step) => {
          const record = recordOf(state.steps, step.id);
          return (
            <li class={onPath.has(step.id) ? '' : 'muted'}>
              {step.text}
              {step.required ? ' (required)' : ''} {record ? en.answering.stepResult(record.result) : ''}
              {record ? (
                <small>
                  {' '}
                  {record.by.name}, {localTime(record.at, state.place.timezone)}
                </small>
              ) : null}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

const STATES: Readonly<Record<PageRecord['state'], string>> = {
  due: 'to be sent',
  sent: 'sent',
  delivered: 'delivered',
  answered: 'answered',
  failed: 'failed',
  stopped: 'not needed any more',
};

function People({ state }: { state: IncidentState }): JSX.Element | null {
  const { pages, responders, place } = state;
  if (pages.length + responders.length === 0) return null;
  const time = (at: Date) => localTime(at, place.timezone);
  return (
    <details class="fold">
      <summary>
        {pages.length} {pages.length === 1 ? 'page' : 'pages'}
        {responders.length > 0 ? `, ${responders.length} sent` : ''}
      </summary>
      <ul class="signals">
        {responders.map((responder) => (
          <li>
            {en.answering.officer(
              responder.who.name,
              en.answering.responderStates[responder.state],
              time(responder.at),
            )}
            {responder.because ? <small> {responder.because}</small> : null}
          </li>
        ))}
        {pages.map((page) => (
          <li class={page.state === 'failed' ? 'bad' : ''}>
            {nameOf(page)}, {en.answering.pageVias[page.via]}: {STATES[page.state]}{' '}
            {time(page.state === 'due' ? page.notBefore : page.at)}
            {page.error ? `, ${page.error}` : ''}
          </li>
        ))}
      </ul>
    </details>
  );
}
