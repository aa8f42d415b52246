import { z } from 'zod';
import type { ActionId, FormId } from '../../../cards/card.js';
import { ACTION_IDS, FORM_ACTIONS, isAboutNothing } from '../../../cards/card.js';
import type { GivenFile } from '../../incident/index.js';
import { ACTION_PREFIX, NO_SUBJECT } from './render.js';

/** A press as Slack sends it (`block_actions`), reduced to what is used. */
const pressSchema = z.object({
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  channel: z.object({ id: z.string() }).optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});

const actionSchema = z.object({
  action_id: z.string().startsWith(ACTION_PREFIX),
  value: z.string().max(100).optional(),
  selected_option: z.object({ value: z.string().max(150) }).nullish(),
});

export interface Press {
  readonly action: ActionId;
  readonly about: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly channel: string;
  readonly triggerId: string;
}

/** Parses a press; `undefined` for anything that is not one of ours. */
export function pressOf(body: unknown, action: unknown): Press | undefined {
  const who = pressSchema.safeParse(body);
  const what = actionSchema.safeParse(action);
  if (!who.success || !what.success) return undefined;
  const { user, channel, trigger_id } = who.data;
  const { action_id, value, selected_option } = what.data;
  const [id, subject] = selected_option
    ? selected_option.value.split(' ')
    : [action_id.slice(ACTION_PREFIX.length), value];
  const known = ACTION_IDS.find((each) => each === id);
  const about = subject === NO_SUBJECT ? '' : subject;
  // Most actions are about something.
  if (!known || about === undefined || (about === '' && !isAboutNothing(known))) return undefined;
  return {
    action: known,
    about,
    user: { id: user.id, name: user.name ?? user.username ?? user.id },
    channel: channel?.id ?? '',
    triggerId: trigger_id,
  };
}

const submissionSchema = z.object({
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  view: z.object({
    id: z.string(),
    callback_id: z.string().startsWith(ACTION_PREFIX),
    private_metadata: z.string().max(3_000),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            value: z.string().nullish(),
            selected_option: z.object({ value: z.string() }).nullish(),
            files: z
              .array(z.object({ id: z.string().regex(/^F\w{1,30}$/), name: z.string().nullish() }))
              .max(10)
              .nullish(),
          }),
        ),
      ),
    }),
  }),
});
const memorySchema = z.object({ about: z.string().max(100), channel: z.string().max(100) });

export interface Submission {
  readonly viewId: string;
  readonly form: FormId;
  readonly about: string;
  readonly channel: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly values: Readonly<Record<string, string>>;
  readonly files: readonly Pick<GivenFile, 'name' | 'from'>[];
  /** Names of the form's fields, in order, filled in or not. */
  readonly fields: readonly string[];
}

/** Parses a filled-in modal; `undefined` for anything that is not one of ours. */
export function submissionOf(body: unknown): Submission | undefined {
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { user, view } = parsed.data;
  const form = FORM_ACTIONS.find((each) => each === view.callback_id.slice(ACTION_PREFIX.length));
  const memory = memorySchema.safeParse(json(view.private_metadata));
  if (!form || !memory.success) return undefined;
  const values: Record<string, string> = {};
  const files: Pick<GivenFile, 'name' | 'from'>[] = [];
  for (const [block, elements] of Object.entries(view.state.values)) {
    const [element] = Object.values(elements);
    const value = element?.selected_option?.value ?? element?.value;
    if (value !== undefined && value !== null) values[block] = value;
    for (const { id, name } of element?.files ?? []) files.push({ name: name ?? id, from: `slack:${id}` });
  }
  return {
    ...memory.data,
    viewId: view.id,
    form,
    values,
    files,
    fields: Object.keys(view.state.values),
    user: { id: user.id, name: user.name ?? user.username ?? user.id },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
