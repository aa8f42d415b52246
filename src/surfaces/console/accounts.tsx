import type { JSX } from 'preact';
import { en } from '../../../cards/words/en.js';
import { ROLES } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { Choice } from './board-data.js';
import { Sheet } from './page.js';
import { AccountFields } from './sign-in.js';

/** Who may sign in, and a form for one more. For administrators. */
export const Accounts = (props: {
  accounts: readonly ConsoleAccount[];
  people: readonly Choice[];
  csrf: string;
  fault?: string;
  filled?: Readonly<Record<string, string>>;
}): JSX.Element => (
  <Sheet title="Accounts">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Signs in as</th>
          <th scope="col">Shown as</th>
          <th scope="col">Roles</th>
        </tr>
      </thead>
      <tbody>
        {props.accounts.map((account) => (
          <tr>
            <td>{account.login}</td>
            <td>{account.name}</td>
            <td>{account.roles.map((role) => en.roles[role]).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <h2>One more</h2>
    <form method="post" action="/console/accounts" class="form">
      <input type="hidden" name="csrf" value={props.csrf} />
      <AccountFields
        people={props.people}
        {...(props.fault ? { fault: props.fault } : {})}
        {...(props.filled ? { filled: props.filled } : {})}
      />
      <fieldset class="question">
        <legend>Roles</legend>
        {ROLES.filter((role) => role !== 'client').map((role) => (
          <label class="check">
            <input type="checkbox" name="roles" value={role} /> {en.roles[role]}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button primary">
        Add
      </button>
    </form>
    <p>
      <a href="/console">Back to the board</a>
    </p>
  </Sheet>
);
