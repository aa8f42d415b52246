import type { EmergencyWords } from './emergency-words.js';

export const emergency: EmergencyWords = {
  proposed: (name, phone) => `${name} kann angerufen werden: ${phone}. Dort hat noch niemand angerufen.`,
  called: (name, at, by, reference) =>
    `${name}: um ${at} von ${by} angerufen${reference === '' ? '' : `, Vorgangsnummer ${reference}`}.`,
  read: 'Sagen Sie',
  script: ({ caller, what, site, address, zone, time, avs, personSeen, seen, officers, covert }) =>
    [
      `Hier ist ${caller}.`,
      `${what}, ${site}${address ? `, ${address}` : ''}${zone ? `, ${zone}` : ''}, um ${time} Uhr.`,
      seen
        ? `Wir haben nachgesehen: ${seen}.`
        : personSeen
          ? 'Eine Kamera hat eine Person gesehen.'
          : 'Nachgesehen hat noch niemand.',
      `Validierungsstufe des Alarms: ${avs}.`,
      officers === 0
        ? 'Von uns ist niemand unterwegs.'
        : `Von uns ${officers === 1 ? 'ist 1 Einsatzkraft' : `sind ${officers} Einsatzkräfte`} unterwegs oder vor Ort.`,
      ...(covert ? ['Es war ein stiller Alarm: bitte ohne Sondersignal anfahren und nicht im Objekt anrufen.'] : []),
    ].join(' '),
};
