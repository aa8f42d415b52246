import type { Destination } from '../incident/index.js';
import type { Directory } from '../ports.js';
import type { Places } from '../surfaces/teams/places.js';

/**
 * Where somebody talks with Tocsin alone: in Slack whoever is known there can be written to, in Teams whoever opened the
 * chat once.
 */
export const ownChatsIn =
  (parts: {
    readonly directory: Pick<Directory, 'chatId'>;
    readonly places: Pick<Places, 'chatWith'> | undefined;
    readonly surfaces: ReadonlySet<Destination['surface']>;
  }) =>
  (personId: string): readonly Pick<Destination, 'surface' | 'to'>[] => {
    const { directory, places, surfaces } = parts;
    const slack = surfaces.has('slack') ? directory.chatId(personId, 'slack') : undefined;
    const user = directory.chatId(personId, 'teams');
    const teams = user === undefined ? undefined : places?.chatWith(user);
    return [
      ...(slack === undefined ? [] : [{ surface: 'slack', to: slack } as const]),
      ...(teams === undefined ? [] : [{ surface: 'teams', to: teams } as const]),
    ];
  };
