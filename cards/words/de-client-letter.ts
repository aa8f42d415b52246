import type { ClientLetterWords } from './client-letter-words.js';

export const clientLetter: ClientLetterWords = {
  locale: 'de-DE',
  sealedSubject: 'Ihr Sicherheitsbericht',
  smime: 'Ihr Bericht liegt bei. Diese Mail wurde mit Ihrem Zertifikat verschlüsselt.',
  locked: (tail) =>
    `Ihr Bericht liegt als verschlüsseltes PDF bei. Das Kennwort kommt per SMS an die Nummer, die auf ${tail} endet.`,
  link: 'Ihr Bericht ist fertig. Er liegt nicht bei, weil diese Mail unterwegs gelesen werden könnte.',
  passphrase: (title, passphrase) => `${title}: Das Kennwort des PDFs ist ${passphrase}`,
  open: 'Bericht öffnen',
  rate: 'Sagen Sie uns, was Sie davon halten',
  footer: (organisation) => `Gesendet von ${organisation}, weil Sie die Berichte erhalten. Der Link gilt nur für Sie.`,
  page: {
    read: 'Bericht öffnen (PDF)',
    question: 'Wie nützlich war dieser Bericht?',
    marks: ['1, gar nicht', '2', '3', '4', '5, sehr'],
    comment: 'Was sollte anders sein? (darf leer bleiben)',
    send: 'Senden',
    thanks: 'Danke. Ihre Note ist notiert.',
    given: 'Sie haben für diesen Bericht schon eine Note gegeben.',
    choose: 'Wählen Sie zuerst eine Note von 1 bis 5.',
    nowhere: 'Dieser Link führt nirgendwohin',
    old: 'Er ist zu alt oder wurde abgeschnitten. Lassen Sie sich einen neuen schicken.',
  },
};
