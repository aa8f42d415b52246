import type { JSX } from 'preact';
import { en } from '../../../cards/words/en.js';
import { indicator, LEVELS } from '../../../cards/words/en-validation.js';
import type { IncidentState } from '../../incident/index.js';
import { localDayTime } from '../../time.js';

/** How the score came about, and how sure it is that the alarm is one. */
export const AssessmentFolds = ({ state }: { state: IncidentState }): JSX.Element => (
  <>
    <Arithmetic state={state} />
    <Validation state={state} />
  </>
);

function Arithmetic({ state }: { state: IncidentState }): JSX.Element {
  const { rating } = state;
  return (
    <details class="fold">
      <summary>How {state.assessment.score} came about</summary>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Factor</th>
            <th scope="col">Because</th>
            <th scope="col" class="number">
              Applies
            </th>
            <th scope="col" class="number">
              Points
            </th>
          </tr>
        </thead>
        <tbody>
          {state.assessment.factors.map((factor) => (
            <tr>
              <th scope="row">{factor.name}</th>
              <td>{en.because(factor.because)}</td>
              <td class="number">{Math.round(factor.value * 100)} %</td>
              <td class="number">
                {factor.contribution.toFixed(1)} of {factor.weight}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {state.lifeSafety ? <p class="hint">A life-safety alarm is critical whatever the sum says.</p> : null}
      {rating ? (
        <p class="hint">
          {rating.by.name} rated it {en.bands[rating.band]} at {localDayTime(rating.at, state.place.timezone)}:{' '}
          {rating.why}
        </p>
      ) : null}
    </details>
  );
}

function Validation({ state }: { state: IncidentState }): JSX.Element {
  const { assessment, avsHistory, place } = state;
  return (
    <details class="fold">
      <summary>
        Validation level {assessment.avs}: {LEVELS[assessment.avs]}
      </summary>
      <ul class="signals">
        {assessment.indicators.map((each) => (
          <li>{indicator(each)}</li>
        ))}
      </ul>
      {avsHistory.length > 1 ? (
        <ol class="signals" aria-label="Levels so far">
          {avsHistory.map(({ level, at, by }) => (
            <li>
              {localDayTime(at, place.timezone)} · level {level}, by {by}
            </li>
          ))}
        </ol>
      ) : null}
      <p class="hint">The levels follow the definitions of ANSI/TMA-AVS-01; no conformity is claimed.</p>
    </details>
  );
}
