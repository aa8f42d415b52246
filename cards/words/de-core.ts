/** What the core says in English about why something could not be done, in German. */
const KNOWN: Readonly<Record<string, string>> = {
  // What somebody asked for.
  'it is empty': 'das Feld ist leer',
  'it lies in the past': 'dieser Zeitpunkt ist vorbei',
  'at most 8 hours': 'höchstens 8 Stunden',
  'a life-safety incident is not snoozed': 'bei Gefahr für Leib und Leben wird nichts zurückgestellt',
  'life safety stays critical': 'Gefahr für Leib und Leben bleibt kritisch',
  'a false alarm needs its cause': 'ein Fehlalarm braucht eine Ursache',
  'only a false alarm has a cause': 'nur ein Fehlalarm hat eine Ursache',
  'it is not a step on the way of this procedure': 'dieser Schritt kommt im Ablaufplan hier nicht vor',
  'the book names nobody to call for this site': 'für dieses Objekt ist in den Stammdaten kein Notruf hinterlegt',
  // Who can be told and sent.
  'no officer is free': 'keine Einsatzkraft ist frei',
  'nobody is on call': 'niemand ist eingeteilt',
  'they need help themselves': 'braucht selbst Hilfe',
  'mail is not switched on': 'E-Mail ist nicht eingeschaltet',
  'neither a phone nor a mail address is in the book': 'weder Telefon noch E-Mail in den Stammdaten',
  'their number takes no texts': 'diese Nummer nimmt keine SMS an',
  'neither phones nor mail are switched on': 'weder Telefon noch E-Mail eingeschaltet',
  'what they have is not switched on': 'die hinterlegten Wege sind nicht eingeschaltet',
  // What became of a page.
  'the chat takes no messages': 'der Chat nimmt keine Nachrichten an',
  'it could not be sent in time': 'ließ sich nicht rechtzeitig senden',
  'no receipt': 'keine Empfangsbestätigung',
  'no key was pressed': 'keine Taste gedrückt',
  'they said no': 'hat abgelehnt',
  'not delivered': 'nicht zugestellt',
  'no-answer': 'nicht abgenommen',
  busy: 'besetzt',
  machine: 'Anrufbeantworter',
};

/** Those with a name or a number in them. */
const PATTERNS: readonly (readonly [RegExp, (first: string, second: string) => string])[] = [
  [/^(\d+) characters, at most (\d+)$/, (length, most) => `${length} Zeichen, höchstens ${most}`],
  [/^a step of the kind (\S+) is (\S+)$/, () => 'dieser Schritt wird anders erledigt'],
  [/^(.+) is not in the book any more$/, (name) => `${name} steht nicht mehr in den Stammdaten`],
  [/^nobody in the book is (.+)$/, () => 'niemand in den Stammdaten hat diese Rolle'],
  [/^there is no list (.+) any more$/, (list) => `die Liste ${list} gibt es nicht mehr`],
  [/^there is no channel (.+) any more$/, (channel) => `den Kanal ${channel} gibt es nicht mehr`],
  [/^the surface of the channel (.+) is not switched on$/, (channel) => `der Kanal ${channel} ist nicht eingeschaltet`],
  [/^others could see it in the channel (.+)$/, (channel) => `im Kanal ${channel} könnten andere es sehen`],
  [/^there is no way to (.+): (.+)$/, (name, why) => `${name} ist nicht erreichbar: ${inGerman(why)}`],
  [/^(.+) has quiet hours$/, (name) => `${name} hat Ruhezeit`],
  [/^(.+) has no (?:chat|sms|voice|email)\b.*$/, (name) => `${name} ist auf diesem Weg nicht erreichbar`],
  [
    /^"(.+)" is neither a person .+$/,
    (name) => `„${name}“ ist weder eine Person der Stammdaten noch eine E-Mail-Adresse`,
  ],
];

/** What is not known stays as it is: better English than nothing. */
export function inGerman(text: string): string {
  if (Object.hasOwn(KNOWN, text)) return KNOWN[text] ?? text;
  for (const [pattern, say] of PATTERNS) {
    const [whole, first = '', second = ''] = pattern.exec(text) ?? [];
    if (whole !== undefined) return say(first, second);
  }
  return text;
}
