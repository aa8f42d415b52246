import type { Enclosing } from '../../ports-enclosing.js';
import { TEAMS_LIMITS } from './limits.js';
import { textMessage } from './message.js';
import { outcomeOf } from './outcome.js';
import { bare, hasThreads, type Places } from './places.js';
import type { TeamsTransport } from './transport.js';

export interface TeamsEncloseParts {
  readonly transport: Pick<TeamsTransport, 'send'>;
  readonly places: Pick<Places, 'addressOf'>;
}

/** Nothing is brought before a message has it. */
const INLINE = 'inline';

/**
 * Puts the pictures of a report below its card. Teams takes pictures with a message, and documents in channels from no bot: the
 * paper stays behind the link on the card.
 */
export function teamsEnclosing({ transport, places }: TeamsEncloseParts): Enclosing {
  return {
    bring: async () => ({ kind: 'delivered', ref: INLINE }),

    async show({ to, under }, _refs, files) {
      const pictures = files.filter(
        ({ type, bytes }) => type === 'image/jpeg' && bytes.length <= TEAMS_LIMITS.pictureBytes,
      );
      if (pictures.length === 0) return { kind: 'skipped', reason: 'there is no picture that a message takes' };
      const conversation = hasThreads(to.to) ? `${bare(to.to)};messageid=${under}` : to.to;
      const address = await places.addressOf(conversation);
      if (!address) return { kind: 'dead', error: 'Tocsin was never told where this conversation is' };
      let ref = '';
      // One message each: together they would be more than Teams takes.
      for (const { name, title, alt = '', bytes } of pictures) {
        const contentUrl = `data:image/jpeg;base64,${bytes.toString('base64')}`;
        const attachments = [{ contentType: 'image/jpeg', contentUrl, name }] as const;
        // A picture that comes so has no words of its own for whoever does not see it.
        const message = { ...textMessage([alt || title]), attachments };
        try {
          ref = await transport.send(address, message);
        } catch (error) {
          const outcome = outcomeOf(error);
          // The first are there already, and no bot may look which.
          return ref === '' ? outcome : { kind: 'delivered', ref };
        }
      }
      return { kind: 'delivered', ref };
    },

    // No bot may look: a picture less is better than one that comes again and again.
    shown: async () => ({ kind: 'delivered', ref: INLINE }),
  };
}
