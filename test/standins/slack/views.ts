import { homeComplaints, viewComplaints } from './blocks.js';
import { asMessages, isRecord } from './check.js';
import type { Answer, Method } from './method.js';
import { no, ok, text } from './method.js';
import type { Json, StoredView } from './types.js';
import { BOT, TEAM } from './workspace.js';

/** A view as Slack hands it out: what the app gave, and what Slack added. */
export function toldView({ id, hash, view }: StoredView, values: Json = {}): Json {
  const { submit, close, callback_id, private_metadata, external_id, ...rest } = view;
  return {
    id,
    team_id: TEAM.id,
    ...rest,
    submit: submit ?? null,
    close: close ?? null,
    callback_id: callback_id ?? '',
    private_metadata: private_metadata ?? '',
    external_id: external_id ?? '',
    state: { values },
    hash,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    previous_view_id: null,
    root_view_id: id,
    app_id: BOT.appId,
    bot_id: BOT.id,
  };
}

/** Slack says `invalid_arguments` of a bad view, and points into it. */
function refusedView(view: unknown): Answer | undefined {
  const found = viewComplaints(view);
  return found.length === 0
    ? undefined
    : no('invalid_arguments', { response_metadata: { messages: asMessages(found) } });
}

const open: Method = (args, workspace) => {
  const refused = refusedView(args.view);
  if (refused) return refused;
  const trigger = workspace.useTrigger(args.trigger_id);
  if ('error' in trigger) return no(trigger.error);
  return ok({ view: toldView(workspace.keepView(trigger.user, isRecord(args.view) ? args.view : {})) });
};

const update: Method = (args, workspace) => {
  const refused = refusedView(args.view);
  if (refused) return refused;
  const current = workspace.views.find((view) => view.id === text(args.view_id));
  if (!current) return no('not_found');
  if (args.hash !== undefined && args.hash !== current.hash) return no('hash_conflict');
  return ok({ view: toldView(workspace.keepView(current.user, isRecord(args.view) ? args.view : {}, current.id)) });
};

const publish: Method = (args, workspace) => {
  const user = text(args.user_id);
  if (!workspace.users.has(user)) return no('user_not_found');
  const found = homeComplaints(args.view);
  if (found.length > 0) return no('invalid_arguments', { response_metadata: { messages: asMessages(found) } });
  const view = isRecord(args.view) ? args.view : {};
  workspace.homes.set(user, view);
  return ok({ view: { id: workspace.nextId('V'), team_id: TEAM.id, type: 'home', ...view } });
};

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.update': update,
  'views.publish': publish,
};
