import { answerCard } from '../../cards/answer-card.js';
import { reportForm } from '../../cards/report-form.js';
import { COMMANDS, type CommandName, said } from '../../cards/words/en-commands.js';
import type { Answer } from '../../src/inbound.js';
import { isGuest, mayEver, type PersonActor } from '../../src/incident/index.js';
import type { Linking } from '../link.js';
import { type AssetCommandParts, assetCommands } from './assets.js';
import { type ClientCommandParts, clientCommand } from './client.js';
import { type Command, nearest, nearestOf, refused, shown } from './command.js';
import { type DeskCommandParts, deskCommands } from './desk.js';
import { type IncidentCommandParts, incidentCommands } from './incidents.js';
import { type OnCallCommandParts, onCallCommands } from './on-call.js';
import { type PatternCommandParts, patternCommand } from './patterns.js';
import { type RiskCommandParts, riskCommand } from './risk.js';
import { type TaskCommandParts, taskCommand } from './tasks.js';
import { type WeeklyCommandParts, weeklyCommand } from './weekly.js';
import { wordsOf } from './words.js';

export interface CommandParts {
  readonly incidents: IncidentCommandParts;
  readonly onCall: OnCallCommandParts;
  readonly desk: DeskCommandParts;
  readonly tasks: TaskCommandParts;
  readonly assets: AssetCommandParts;
  readonly weekly: WeeklyCommandParts;
  readonly client: ClientCommandParts;
  readonly risk: RiskCommandParts;
  readonly patterns: PatternCommandParts;
  readonly linking: Pick<Linking, 'command'>;
  /** Sites with their zones, for the form. */
  readonly places: () => Parameters<typeof reportForm>[0];
}

const NAMES = Object.keys(COMMANDS) as CommandName[];

/** Whoever is in a channel alone sees what stands there: no list of everything, and no card of another channel. */
const FOR_GUESTS: ReadonlySet<string> = new Set(['help', 'report', 'link']);

/** All commands, for every chat: one list, and the help is made of it. */
export function createCommands(parts: CommandParts): (text: string, who: PersonActor) => Promise<Answer> {
  const commands: Command[] = [
    { name: 'help', run: async ([name]) => help(name) },
    { name: 'report', run: async (words) => report(words.join(' ')) },
    ...incidentCommands(parts.incidents),
    ...onCallCommands(parts.onCall),
    ...deskCommands(parts.desk),
    { name: 'link', run: ([code], who) => parts.linking.command(code, who) },
    weeklyCommand(parts.weekly),
    riskCommand(parts.risk),
    patternCommand(parts.patterns),
    taskCommand(parts.tasks),
    ...assetCommands(parts.assets),
    clientCommand(parts.client),
  ];
  const byName = new Map<string, Command>(commands.map((command) => [command.name, command]));

  function help(name: string | undefined): Answer {
    const wanted = NAMES.filter((each) => name === undefined || each === name.toLowerCase());
    if (wanted.length === 0) return refused(said.unknown(name ?? '', nearest(name ?? '', NAMES)));
    const items = wanted.map((each) => ({ text: `${COMMANDS[each].usage}: ${COMMANDS[each].about}` }));
    return shown(answerCard(said.title, items, said.how));
  }

  /** With a word only the places that have it in their names: no menu of a chat takes a thousand stores. */
  function report(word: string): Answer {
    const all = parts.places();
    const meant = word.toLowerCase();
    const places = all.filter(({ id, name }) => id.includes(meant) || name.toLowerCase().includes(meant));
    if (places.length > 0) return { kind: 'ask', form: reportForm(places) };
    return refused(said.noSite(word.slice(0, 40), nearestOf(word, all)));
  }

  return async (text, who) => {
    const [name = 'help', ...words] = wordsOf(text);
    // Whoever may not even add a note is no part of the desk; who they are in another chat they may say.
    if (!mayEver(who, 'note') && name.toLowerCase() !== 'link') return refused(said.notForYou);
    if (isGuest(who) && !FOR_GUESTS.has(name.toLowerCase())) return refused(said.notForGuests);
    const command = byName.get(name.toLowerCase());
    return command ? await command.run(words, who) : refused(said.unknown(name.slice(0, 40), nearest(name, NAMES)));
  };
}
