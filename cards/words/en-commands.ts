/** Every command: how it is written, and what it does. `/tocsin help` is made of these. */
export const COMMANDS = {
  help: { usage: 'help [command]', about: 'What can be asked here' },
  report: { usage: 'report [place]', about: 'Report something yourself: a person is a sensor too' },
  list: { usage: 'list [site] [mine]', about: 'What is open, worst first' },
  show: { usage: 'show INC-42', about: 'The card of an incident, for your eyes' },
  oncall: { usage: 'oncall [rotation] [when]', about: 'Who is on call, now or at a time like "tomorrow 22:00"' },
  cover: {
    usage: 'cover [ask rotation from to [why] | take CODE | withdraw CODE]',
    about: 'Shifts that somebody wants to be covered; asks for cover, takes it',
  },
  threat: { usage: 'threat', about: 'How threatened the organisation and its sites are' },
  ontest: { usage: 'ontest [site 2h why | site off]', about: 'Sites on whose systems somebody works' },
  link: { usage: 'link [CODE]', about: 'Makes your accounts in two chats one person' },
  tasks: {
    usage: 'tasks [all | SITE | TASK-12 | new [INC-42]]',
    about: 'Your tasks, those of everybody, one of them; or gives a new one',
  },
  assets: { usage: 'assets [SITE | STATUS | text]', about: 'What is worth most, and what is lost or looked for' },
  asset: { usage: 'asset ID [set]', about: 'One asset with its history; with “set”, how it stands from now on' },
  loss: { usage: 'loss INC-42', about: 'Writes down what was lost in an incident, or corrects it' },
  patterns: {
    usage: 'patterns [SITE] [kind:theft] [zone:jewellery] [30d]',
    about: 'What repeats: a sort in a zone, an hour, a device again and again false, a plate, an article, a way',
  },
  risk: { usage: 'risk [SITE]', about: 'Where risk is highest, against a week before' },
  weekly: { usage: 'weekly [now]', about: 'The loss report of the last week, or of the one that goes on' },
  client: {
    usage: 'client NAME [period]',
    about: 'The report for a client: last-month, this-week, 2026-10; the last one when left out',
  },
} as const;

export type CommandName = keyof typeof COMMANDS;

export const said = {
  title: 'What you can ask',
  how: 'Write it after /tocsin, or after @Tocsin.',
  unknown: (name: string, near: string | undefined) =>
    near === undefined
      ? `There is no command "${name}". Ask help for all of them.`
      : `There is no command "${name}". Did you mean "${near}"?`,
  usage: (usage: string) => `Write it like this: ${usage}`,
  link: {
    code: (code: string, minutes: number) =>
      `Write “link ${code}” to Tocsin in the other chat within ${minutes} minutes. It works once; give it to nobody.`,
    linked: (name: string) => `From now on you are ${name} here as well.`,
    known: (name: string) => `You are known here already, as ${name}.`,
    wrong: 'This code is not known, was used, or is too old. Ask for a new one with “link” where you are known.',
    tooMany: 'Too many wrong codes. Try again in ten minutes.',
    askWhereKnown: 'Nobody knows you here yet. Write “link” in the chat where you are known, and bring the code.',
  },
  channel: {
    shown: (name: string, sites: number) =>
      sites === 0
        ? `Tocsin is here. The book calls this channel ${name}, and shows no incidents in it.`
        : `Tocsin is here. The book calls this channel ${name}, and shows incidents of ${sites === 1 ? 'one site' : `${sites} sites`} in it.`,
    unknown: (surface: 'slack' | 'teams', to: string) =>
      `Tocsin is here. To show incidents here, give the book a channel: surface: ${surface}, to: "${to}".`,
    gone: (name: string, surface: 'slack' | 'teams', how: 'archived' | 'deleted' | 'left') =>
      `${surface === 'slack' ? 'Slack' : 'Teams'} channel ${name} ${{ archived: 'was archived', deleted: 'was deleted', left: 'does not have Tocsin any more' }[how]}`,
    goneDetails: (sites: number) =>
      `Incidents of ${sites === 1 ? 'one site' : `${sites} sites`} were shown there, and cannot be any more. Bring Tocsin back, or change the book.`,
  },
  greeting: 'Tocsin is here. Write "help" to see what you can ask.',
  /** What a chat itself says, around the answers. */
  chat: {
    close: 'Close',
    stillWorking: 'Still working',
    working: 'This takes longer than usual. You will be told here when it is done.',
    answerFollows: 'Still working on it. The answer follows here.',
    tooSlow: 'Tocsin is too busy for this just now. Nothing was done: please ask again.',
    notOpened: 'The form could not be opened in time. Please try again.',
    notDone: 'Not done',
    notPossible: 'Not possible',
    elsewhere: 'The answer is in our chat.',
    unreached: 'I cannot write to you alone. Open a chat with Tocsin, and ask there.',
    oldButton: 'This button belongs to an older version of Tocsin. Look for the newest card of the incident.',
  },
  wentWrong:
    'Something went wrong here, and it is not certain that this was done. Look at the card before you try again.',
  stranger: (what: string) =>
    `You are not in the book of this desk. Ask an administrator to add you with your ${what}.`,
  notForYou: 'This is for the desk. Your client report has what concerns you.',
  notForGuests:
    'Only people of the book may ask for this. Use the buttons of the cards in this channel, or report something with “report”.',
  noIncident: (what: string) => `There is no incident ${what}.`,
  noSite: (what: string, near: string | undefined) =>
    near === undefined
      ? `There is no site "${what}" in the book.`
      : `There is no site "${what}". Did you mean "${near}"?`,
  noRotation: (what: string, near: string | undefined) =>
    near === undefined
      ? `There is no rotation "${what}" in the book.`
      : `There is no rotation "${what}". Did you mean "${near}"?`,
  noTime: (what: string) =>
    `"${what}" is no time that I understand. Try "22:00", "tomorrow 6:00" or "2026-01-06 18:00".`,
  live: {
    title: (count: number, site: string | undefined) =>
      count === 0
        ? `Nothing is open${site === undefined ? '' : ` at ${site}`}`
        : `${count}${count === LISTED ? ' or more' : ''} open${site === undefined ? '' : ` at ${site}`}, worst first`,
    line: (facts: { label: string; band: string; title: string; site: string; standing: string }) =>
      `${facts.label} ${facts.band} ${facts.title}, ${facts.site}: ${facts.standing}`,
    nobody: 'nobody has it yet',
    has: (name: string, since: string) => `${name} since ${since}`,
  },
  onCall: {
    title: (at: string | undefined) => (at === undefined ? 'On call now' : `On call ${at}`),
    none: 'The book has no rotation, so nobody is on call by name.',
    line: (rotation: string, name: string, until: string | undefined, next: string | undefined) =>
      `${rotation}: ${name}${until === undefined ? '' : ` until ${until}`}${next === undefined ? '' : `, then ${next}`}`,
    gap: (rotation: string) => `${rotation}: nobody`,
  },
  cover: {
    title: (count: number) => (count === 0 ? 'Nobody asks for cover' : 'Cover wanted'),
    line: (facts: { code: string; name: string; rotation: string; from: string; to: string; why: string }) =>
      `${facts.code}: ${facts.name}, ${facts.rotation}, ${facts.from} – ${facts.to}${facts.why ? ` (${facts.why})` : ''}`,
    how: 'Take one with "cover take" and the letters before it.',
    taken: (name: string, from: string, to: string) => `You take the shift of ${name}, ${from} – ${to}.`,
    asked: 'You ask for cover. You stay on call until somebody takes it.',
    withdrawn: 'Withdrawn. The shift is yours.',
    noNumber: (number: string) => `There is no request ${number}.`,
  },
  threat: {
    title: (level: string) => `Threat level ${level}`,
    line: (site: string, level: string, live: number) => `${site}: ${level}, ${live} open`,
    quiet: 'Nothing is open anywhere.',
  },
  onTest: {
    title: (count: number) => (count === 0 ? 'No site is on test' : 'On test'),
    line: (site: string, until: string, name: string, why: string) => `${site} until ${until}: ${name}, ${why}`,
    begun: (site: string, until: string) => `${site} is on test until ${until}. Life safety is answered as always.`,
    over: (site: string) => `${site} is not on test any more.`,
    none: (site: string) => `${site} is not on test.`,
  },
  nothingToAttachTo: 'Nothing is open to which it could be attached.',
  patterns: {
    title: (days: number, n: number, of: readonly string[]) =>
      `What repeats${of.length === 0 ? '' : ` (${of.join(', ')})`}, of ${n} ${n === 1 ? 'incident' : 'incidents'} in ${days} days`,
    how: 'Three times is no accident: in one zone, in one hour of one zone, one device that was called false, one plate, article, goods or way.',
    noKind: (given: string, kinds: readonly string[]) => `There is no kind “${given}”. There are ${kinds.join(', ')}.`,
  },
  risk: {
    title: (site: string | undefined, whole: number | undefined) =>
      site === undefined
        ? `Where risk is highest${whole === undefined ? '' : `, ${whole} of 100 for everything`}`
        : `Risk at ${site}`,
    how: 'In brackets against a week before. It grows with severity and outcome, and fades with time (risk: halfLife in the book).',
  },
  reports: {
    notForYou: 'Reports are for whoever leads, or works on losses.',
    noClient: (name: string, near: string | undefined) =>
      `The book has no client "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    noPeriod: (when: string) =>
      `"${when}" is no period that has begun. Write last-month, this-week, yesterday, or like 2026-10, 2026-W47, 2026-11-20.`,
  },
  assets: {
    title: (count: number, all: number) =>
      all === 0 ? 'The inventory is empty' : `${count} of ${all} assets, what weighs most first`,
    how: 'See one with “asset ID”; “asset ID set” says how it stands.',
  },
  tasks: {
    how: 'See one with “tasks TASK-12”, give one with “tasks new” or “tasks new INC-42”.',
    none: (what: string) => `There is no task ${what}.`,
  },
  reported: 'Reported. The incident opens in a moment.',
} as const;

/** Incidents named in one answer. */
export const LISTED = 15;
