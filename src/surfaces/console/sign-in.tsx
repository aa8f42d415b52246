import type { JSX } from 'preact';
import type { Choice } from './board-data.js';
import { Fault, Input, Sheet } from './page.js';
import { MIN_PASSWORD } from './password.js';

export const SignIn = ({ fault, login }: { fault?: string; login?: string }): JSX.Element => (
  <Sheet title="Sign in">
    <form method="post" action="/console/sign-in" class="form">
      <Fault text={fault} />
      <Input name="login" label="Name" autocomplete="username" {...(login ? { value: login } : {})} />
      <Input name="password" label="Password" type="password" autocomplete="current-password" />
      <button type="submit" class="button primary">
        Sign in
      </button>
    </form>
  </Sheet>
);

interface NewAccount {
  readonly fault?: string;
  /** What was filled in before; a password never is. */
  readonly filled?: Readonly<Record<string, string>>;
  readonly people: readonly Choice[];
}

/** The first administrator, reached by the one-time link. */
export const FirstAccount = ({ fault, filled, people, token }: NewAccount & { token: string }): JSX.Element => (
  <Sheet title="Make your account">
    <p>You are the first one here, so you become the administrator of this desk.</p>
    <form method="post" action="/console/start" class="form">
      <input type="hidden" name="token" value={token} />
      <AccountFields people={people} {...(fault ? { fault } : {})} {...(filled ? { filled } : {})} />
      <button type="submit" class="button primary">
        Make it and go to the board
      </button>
    </form>
  </Sheet>
);

export function AccountFields({ fault, filled = {}, people }: NewAccount): JSX.Element {
  const value = (name: string) => (filled[name] ? { value: filled[name] } : {});
  return (
    <>
      <Fault text={fault} />
      <Input
        name="login"
        label="Name to sign in with"
        autocomplete="username"
        hint="Lower-case letters, digits, dot and dash."
        {...value('login')}
      />
      <div class="question">
        <label for="personId">Who in the book</label>
        <select id="personId" name="personId">
          <option value="">Nobody in the book</option>
          {people.map(({ id, name }) => (
            <option value={id} selected={id === filled.personId}>
              {name}
            </option>
          ))}
        </select>
        <p class="hint">So that a claim shows the same name in every channel.</p>
      </div>
      <Input name="name" label="Name to show" autocomplete="name" {...value('name')} />
      <Input
        name="password"
        label="Password"
        type="password"
        autocomplete="new-password"
        hint={`At least ${MIN_PASSWORD} characters. A sentence is best.`}
      />
    </>
  );
}
