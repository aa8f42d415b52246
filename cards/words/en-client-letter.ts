import type { ClientLetterWords } from './client-letter-words.js';

export const clientLetter: ClientLetterWords = {
  locale: 'en-GB',
  sealedSubject: 'Your security report',
  smime: 'Your report is attached. This mail was encrypted to your certificate.',
  locked: (tail) =>
    `Your report is attached as an encrypted PDF. Its passphrase comes by text message to the number ending in ${tail}.`,
  link: 'Your report is ready. It is not attached, because this mail could be read on its way.',
  passphrase: (title, passphrase) => `${title}: the passphrase of the PDF is ${passphrase}`,
  open: 'Open the report',
  rate: 'Tell us what you think of it',
  footer: (organisation) => `Sent by ${organisation}, because you receive its reports. The link is yours alone.`,
  page: {
    read: 'Open the report (PDF)',
    question: 'How useful was this report?',
    marks: ['1, not at all', '2', '3', '4', '5, very'],
    comment: 'What should be different? (you may leave it empty)',
    send: 'Send',
    thanks: 'Thank you. Your mark is noted.',
    given: 'You have given your mark for this report.',
    choose: 'Choose a mark from 1 to 5 first.',
    nowhere: 'This link leads nowhere',
    old: 'It is too old or was cut off. Ask whoever sent it for a new one.',
  },
};
