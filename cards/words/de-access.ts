import { type AccessWords, named } from './access-words.js';

const times = (count: number): string => (count === 1 ? '' : ` (${count}-mal)`);

export const access: AccessWords = {
  finding(of, at) {
    switch (of.what) {
      case 'inside':
        return `${of.count} ${of.count === 1 ? 'Ausweis' : 'Ausweise'} eingelassen${named(of.who)}`;
      case 'outside-hours':
        return `${of.count} eingelassen, während geschlossen war${named(of.who)}`;
      case 'forced':
        return `${of.door} aufgebrochen${times(of.count)}, zuletzt ${at(of.at)}`;
      case 'tailgating':
        return `${of.door}: jemand ging hinter jemandem hinein${times(of.count)}, zuletzt ${at(of.at)}${named(of.who)}`;
      case 'denied':
        return `${of.door}: abgewiesen${times(of.count)}, zuletzt ${at(of.at)}${named(of.who)}`;
      case 'too-far':
        return `ein Ausweis an zwei Standorten${named(of.who)}: auch an ${of.other}, ${of.minutes} min auseinander`;
      default:
        return of satisfies never;
    }
  },
};
