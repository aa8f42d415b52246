import { said } from '../cards/words/en-commands.js';
import type { Answer, Inbound } from '../src/inbound.js';
import type { Destination } from '../src/incident/index.js';
import type { RaiseAlarm } from '../src/ports.js';

/** What the book says of a channel. */
export interface KnownChannel {
  readonly name: string;
  /** The sites that it shows; empty when it shows no incidents. */
  readonly sites: readonly string[];
}

export interface ChannelParts {
  readonly known: (at: Pick<Destination, 'surface' | 'to'>) => KnownChannel | undefined;
  readonly raise: RaiseAlarm;
}

type Moved = Extract<Inbound, { kind: 'channel' }>;

/**
 * A channel that shows incidents and takes nothing any more is an alarm of its own: the next one would find nobody there.
 * One that we are brought into is told how the book names it.
 */
export function createChannels({ known, raise }: ChannelParts) {
  return async ({ at, now, event }: Moved): Promise<Answer> => {
    const channel = known(at);
    if (now === 'joined')
      return {
        kind: 'done',
        text: channel
          ? said.channel.shown(channel.name, channel.sites.length)
          : said.channel.unknown(at.surface, at.to),
      };
    const [site] = channel?.sites ?? [];
    if (!channel || site === undefined) return { kind: 'done', text: '' };
    await raise({
      key: `channel:${at.surface}:${at.to}:${event}`,
      kind: 'supervision',
      siteId: site,
      subject: said.channel.gone(channel.name, at.surface, now),
      details: said.channel.goneDetails(channel.sites.length),
    });
    return { kind: 'done', text: '' };
  };
}
