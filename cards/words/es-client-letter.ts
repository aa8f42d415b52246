import type { ClientLetterWords } from './client-letter-words.js';

export const clientLetter: ClientLetterWords = {
  locale: 'es-ES',
  sealedSubject: 'Su informe de seguridad',
  smime: 'Se adjunta su informe. Este correo se cifró con su certificado.',
  locked: (tail) =>
    `Se adjunta su informe como PDF cifrado. La contraseña llega por SMS al número que termina en ${tail}.`,
  link: 'Su informe está listo. No se adjunta porque este correo podría leerse por el camino.',
  passphrase: (title, passphrase) => `${title}: la contraseña del PDF es ${passphrase}`,
  open: 'Abrir el informe',
  rate: 'Díganos qué le parece',
  footer: (organisation) => `Enviado por ${organisation} porque usted recibe sus informes. El enlace es solo suyo.`,
  page: {
    read: 'Abrir el informe (PDF)',
    question: '¿Qué utilidad tuvo este informe?',
    marks: ['1, ninguna', '2', '3', '4', '5, mucha'],
    comment: '¿Qué debería ser distinto? (puede quedar vacío)',
    send: 'Enviar',
    thanks: 'Gracias. Su nota queda anotada.',
    given: 'Ya dio su nota para este informe.',
    choose: 'Elija primero una nota de 1 a 5.',
    nowhere: 'Este enlace no lleva a ninguna parte',
    old: 'Es demasiado antiguo o está cortado. Pida uno nuevo a quien lo envió.',
  },
};
