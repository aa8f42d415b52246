import { z } from 'zod';
import { ROLES, type Role } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import { hashPassword, MIN_PASSWORD } from './password.js';

const schema = z.object({
  login: z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,63}$/,
      'The name to sign in with is 2 to 64 lower-case letters, digits, dots and dashes.',
    ),
  name: z.string().trim().min(1, 'Please give a name to show.').max(80, 'The name to show has at most 80 characters.'),
  password: z
    .string()
    .min(MIN_PASSWORD, `The password needs at least ${MIN_PASSWORD} characters.`)
    .max(500, 'The password has at most 500 characters.'),
  personId: z.string().max(64).default(''),
});
/** Clients have their own door; nobody becomes one here. */
const role = z.enum(ROLES).exclude(['client']);
const rolesSchema = z.union([role, z.array(role)]).transform((roles) => [...new Set([roles].flat())]);

/** Checks what was filled in and hashes the password; or says what is wrong, in one sentence. */
export async function newAccount(
  body: unknown,
  now: Date,
  roles: unknown,
  people: readonly { readonly id: string }[],
): Promise<{ readonly account: ConsoleAccount } | { readonly fault: string }> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return { fault: parsed.error.issues[0]?.message ?? 'Please fill in every field.' };
  const chosen = rolesSchema.safeParse(roles);
  if (!chosen.success) return { fault: 'Please choose at least one role.' };
  const { login, name, password, personId } = parsed.data;
  if (personId !== '' && !people.some(({ id }) => id === personId)) return { fault: 'This person is not in the book.' };
  const account = {
    login,
    name,
    roles: chosen.data as Role[],
    password: await hashPassword(password),
    failures: 0,
    createdAt: now,
  };
  return { account: { ...account, ...(personId ? { personId } : {}) } };
}
