import { ACTION_IDS, FORM_ACTIONS, isAboutNothing } from '../../../cards/card.js';
import { said } from '../../../cards/words/en-commands.js';
import { type Answer, type HandleInbound, linkCodeIn } from '../../inbound.js';
import type { Destination, PersonActor } from '../../incident/index.js';
import type { Directory } from '../../ports.js';
import { isPersonal, type Press, placeOf, type TeamsActivity, writtenIn } from './activity.js';
import { faultyForm, type Shown, shownOf, withWord } from './answers.js';
import { REFRESH, renderCard, renderForm } from './render.js';
import type { TeamsTransport } from './transport.js';

export interface TurnParts {
  readonly handle: HandleInbound;
  readonly directory: Pick<Directory, 'who' | 'audienceOf'>;
  readonly transport: Pick<TeamsTransport, 'member'>;
}

const STRANGER = said.stranger('mail address or your Teams id');

/** What somebody did in Teams, carried to the handlers and back. */
export function createTurns({ handle, directory, transport }: TurnParts) {
  /** Who did it; by their mail address when nothing else says it. */
  async function whoOf(activity: TeamsActivity): Promise<PersonActor | undefined> {
    const { from, serviceUrl } = activity;
    if (!from) return undefined;
    const at = { serviceUrl, conversation: placeOf(activity) };
    return await directory.who({
      surface: 'teams',
      id: from.id,
      name: from.name ?? '',
      channel: placeOf(activity),
      ...(from.aadObjectId ? { also: [from.aadObjectId] } : {}),
      mail: async () => (await transport.member(at, from.id))?.mail,
    });
  }

  /** Whose eyes see what is said where they are; `undefined` when theirs alone. */
  function audienceIn(activity: TeamsActivity): Destination['audience'] | undefined {
    return isPersonal(activity) ? undefined : (directory.audienceOf('teams', placeOf(activity)) ?? 'client');
  }

  /** The incident as this person may see it here, with what was just done about it. */
  async function viewed(activity: TeamsActivity, who: PersonActor, about: string, word?: string): Promise<Shown> {
    const channel = isPersonal(activity) ? {} : { channel: { surface: 'teams', to: placeOf(activity) } as const };
    const answer = await handle({ kind: 'view', about, who, ...channel });
    if (answer.kind !== 'shown') return word === undefined ? shownOf(answer) : { text: word };
    const card = renderCard(word === undefined ? answer.card : withWord(answer.card, word), viewersOf(activity));
    return { card, ...(word === undefined ? {} : { text: word }) };
  }

  async function shown(activity: TeamsActivity, who: PersonActor, about: string, answer: Answer): Promise<Shown> {
    if (answer.kind === 'done' && about !== '') return await viewed(activity, who, about, answer.text);
    return shownOf(answer);
  }

  return {
    whoOf,
    audienceIn,

    async press(activity: TeamsActivity, { action, about, form, values }: Press): Promise<Shown> {
      const who = await whoOf(activity);
      if (!who) return { text: STRANGER };
      if (action === REFRESH) return await viewed(activity, who, about);
      const asked = FORM_ACTIONS.find((each) => each === action);
      if (form && asked) {
        const answer = await handle({ kind: 'submit', form: asked, about, values, who });
        if (answer.kind !== 'faults') return await shown(activity, who, about, answer);
        const again = await handle({ kind: 'press', action: asked, about, who });
        return again.kind === 'ask'
          ? { card: renderForm(faultyForm(again.form, values, answer.faults)) }
          : shownOf(answer);
      }
      const known = ACTION_IDS.find((each) => each === action);
      // Most actions are about something.
      if (!known || (about === '' && !isAboutNothing(known))) return { text: said.chat.oldButton };
      return await shown(activity, who, about, await handle({ kind: 'press', action: known, about, who }));
    },

    /** Somebody whom nobody knows wrote something: with a code of another chat they say who they are. */
    async introduce(activity: TeamsActivity): Promise<Shown> {
      const code = linkCodeIn(writtenIn(activity));
      if (code === undefined || !activity.from) return { text: STRANGER };
      return shownOf(await handle({ kind: 'link', code, account: { surface: 'teams', chatId: activity.from.id } }));
    },

    async ask(activity: TeamsActivity, who: PersonActor): Promise<Shown> {
      return shownOf(await handle({ kind: 'command', text: writtenIn(activity), who }), viewersOf(activity));
    },
  };
}

/** Whose view of a card it is that was asked for. */
const viewersOf = ({ from }: TeamsActivity): string[] => (from ? [from.id] : []);
