import { type AccessWords, named } from './access-words.js';

const times = (count: number): string => (count === 1 ? '' : ` ${count} times`);

export const access: AccessWords = {
  finding(of, at) {
    switch (of.what) {
      case 'inside':
        return `${of.count} ${of.count === 1 ? 'badge' : 'badges'} let in${named(of.who)}`;
      case 'outside-hours':
        return `${of.count} let in while it was closed${named(of.who)}`;
      case 'forced':
        return `${of.door} forced${times(of.count)}, last at ${at(of.at)}`;
      case 'tailgating':
        return `${of.door}: somebody came in behind somebody${times(of.count)}, last at ${at(of.at)}${named(of.who)}`;
      case 'denied':
        return `${of.door}: denied${times(of.count)}, last at ${at(of.at)}${named(of.who)}`;
      case 'too-far':
        return `one badge at two sites${named(of.who)}: also at ${of.other}, ${of.minutes} min apart`;
      default:
        return of satisfies never;
    }
  },
};
