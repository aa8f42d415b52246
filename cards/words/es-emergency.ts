import type { EmergencyWords } from './emergency-words.js';

export const emergency: EmergencyWords = {
  proposed: (name, phone) => `Se puede llamar a ${name}: ${phone}. Todavía no ha llamado nadie.`,
  called: (name, at, by, reference) =>
    `${by} llamó a ${name} a las ${at}${reference === '' ? '' : `, referencia ${reference}`}.`,
  read: 'Diga',
  script: ({ caller, what, site, address, zone, time, avs, personSeen, seen, officers, covert }) =>
    [
      `Les habla ${caller}.`,
      `${what} en ${site}${address ? `, ${address}` : ''}${zone ? `, ${zone}` : ''}, a las ${time}.`,
      seen
        ? `Lo hemos comprobado: ${seen}.`
        : personSeen
          ? 'Una cámara ha captado a una persona.'
          : 'Todavía no lo ha comprobado nadie.',
      `Nivel de validación de la alarma: ${avs}.`,
      officers === 0
        ? 'No va de camino ningún efectivo nuestro.'
        : `${officers} ${officers === 1 ? 'efectivo nuestro' : 'efectivos nuestros'} en camino o en el lugar.`,
      ...(covert ? ['La alarma es silenciosa: por favor, acudan sin sirena y no llamen al centro.'] : []),
    ].join(' '),
};
