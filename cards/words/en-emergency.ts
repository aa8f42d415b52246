import type { EmergencyWords } from './emergency-words.js';

export const emergency: EmergencyWords = {
  proposed: (name, phone) => `${name} can be called: ${phone}. Nobody has called them yet.`,
  called: (name, at, by, reference) =>
    `${name} was called at ${at} by ${by}${reference === '' ? '' : `, reference ${reference}`}.`,
  read: 'Say',
  script: ({ caller, what, site, address, zone, time, avs, personSeen, seen, officers, covert }) =>
    [
      `This is ${caller}.`,
      `${what} at ${site}${address ? `, ${address}` : ''}${zone ? `, ${zone}` : ''}, at ${time}.`,
      seen ? `We looked: ${seen}.` : personSeen ? 'A person was seen by a camera.' : 'Nobody has looked yet.',
      `Alarm validation level ${avs}.`,
      officers === 0
        ? 'No officer of ours is on the way.'
        : `${officers} ${officers === 1 ? 'officer' : 'officers'} of ours on the way or there.`,
      ...(covert ? ['The alarm was silent: please come without siren and do not call the premises.'] : []),
    ].join(' '),
};
