import { type AccessWords, named } from './access-words.js';

const times = (count: number): string => (count === 1 ? '' : ` (${count} veces)`);

export const access: AccessWords = {
  finding(of, at) {
    switch (of.what) {
      case 'inside':
        return `${of.count} ${of.count === 1 ? 'tarjeta admitida' : 'tarjetas admitidas'}${named(of.who)}`;
      case 'outside-hours':
        return `${of.count} con el sitio cerrado${named(of.who)}`;
      case 'forced':
        return `${of.door} forzada${times(of.count)}, la última a las ${at(of.at)}`;
      case 'tailgating':
        return `${of.door}: alguien entró detrás de otro${times(of.count)}, la última a las ${at(of.at)}${named(of.who)}`;
      case 'denied':
        return `${of.door}: denegado${times(of.count)}, la última a las ${at(of.at)}${named(of.who)}`;
      case 'too-far':
        return `una tarjeta en dos sitios${named(of.who)}: también en ${of.other}, con ${of.minutes} min de diferencia`;
      default:
        return of satisfies never;
    }
  },
};
