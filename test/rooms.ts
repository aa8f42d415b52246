/** One room of the house: what it is for, and all that it may import beside itself. */
export interface Room {
  readonly duty: string;
  /** Rooms, packages and `node:` modules; `type x` for types only; `*` for everything. */
  readonly imports: readonly string[];
}

/** The map of the house. `docs/architecture.md` shows the same; `architecture.test.ts` holds both to the code. */
export const ROOMS: Readonly<Record<string, Room>> = {
  'src/incident': { duty: 'The domain: states, commands, events, laws. It knows nothing but itself.', imports: [] },
  'src/assess': { duty: 'How bad it is: the score, its bands and its factors. Pure.', imports: ['src/incident'] },
  'src/intake': {
    duty: 'One file per detector: its schema beside its normaliser; and the doors that every body passes (signature, size, parsing, redaction).',
    imports: ['@fastify/busboy', 'fast-xml-parser', 'jsonpath-rfc9535', 'luxon', 'node:crypto', 'src/incident', 'zod'],
  },
  'src/book': {
    duty: 'The organisation as data: schema, references, places, routes, who somebody is.',
    imports: [
      'node:fs',
      'node:module',
      'node:path',
      'src/assess',
      'src/config.ts',
      'src/incident',
      'type src/intake',
      'type src/ports-accounts.ts',
      'type src/ports.ts',
      'src/time.ts',
      'yaml',
      'zod',
    ],
  },
  cards: {
    duty: 'What a human reads: cards, forms, diary lines and every word, as plain data.',
    imports: ['src/incident', 'src/time.ts'],
  },
  'src/ports-accounts.ts': {
    duty: 'What the console asks of the world: accounts and sessions.',
    imports: ['type src/incident'],
  },
  'src/ports-inbox.ts': {
    duty: 'What understanding asks of the world: bodies that came in, and the signals in them.',
    imports: ['type src/incident'],
  },
  'src/ports.ts': {
    duty: 'What the core asks of the world, as interfaces.',
    imports: ['type src/incident', 'type src/ports-inbox.ts'],
  },
  'src/inbound.ts': {
    duty: 'What a person did on any surface, and what they are told.',
    imports: ['type cards', 'type src/incident'],
  },
  'src/limits.ts': { duty: 'The shape of a platform’s limits.', imports: [] },
  'src/desk.ts': {
    duty: 'The hinge: load, decide, save, wake.',
    imports: ['src/incident', 'type src/ports.ts', 'src/serial.ts'],
  },
  'src/serial.ts': { duty: 'Tasks of one key, one after another.', imports: [] },
  'src/openings.ts': {
    duty: 'Gathers what book, place and score say about signals, so that deciding needs nothing else.',
    imports: ['src/assess', 'src/book', 'src/incident', 'type src/ports.ts', 'src/time.ts'],
  },
  'src/interpret.ts': {
    duty: 'A raw body to signals in our places and names.',
    imports: [
      'src/book',
      'src/identity.ts',
      'type src/incident',
      'src/intake',
      'type src/ports.ts',
      'type src/sources.ts',
    ],
  },
  'src/sources.ts': {
    duty: 'The sources of the book, readied with adapter and secret, or refused with the reason.',
    imports: ['node:net', 'type src/book', 'src/intake'],
  },
  handlers: {
    duty: 'What the world asked for, turned into a command: one screen each.',
    imports: [
      'cards',
      'type src/desk.ts',
      'src/digest.ts',
      'src/http.ts',
      'src/identity.ts',
      'type src/inbound.ts',
      'src/incident',
      'src/intake',
      'type src/ports.ts',
      'type src/sources.ts',
      'src/time.ts',
      'zod',
    ],
  },
  jobs: {
    duty: 'What time asks for: understand, deliver, remind, archive. Agenda keeps the calendar and nothing else.',
    imports: [
      '@agendajs/mongo-backend',
      'agenda',
      'cards',
      'type mongodb',
      'type src/desk.ts',
      'src/identity.ts',
      'src/incident',
      'type src/limits.ts',
      'type src/ports.ts',
      'src/time.ts',
    ],
  },
  models: {
    duty: 'Mongoose only: documents in, domain types out.',
    imports: ['mongoose', 'src/incident', 'type src/ports-accounts.ts', 'type src/ports.ts'],
  },
  'src/surfaces/slack': {
    duty: 'Slack: verify, parse, render, call.',
    imports: [
      '@slack/bolt',
      'type @slack/types',
      '@slack/web-api',
      'cards',
      'type express',
      'type src/inbound.ts',
      'type src/incident',
      'type src/limits.ts',
      'type src/ports.ts',
      'zod',
    ],
  },
  'src/surfaces/console': {
    duty: 'Our own console: sign-in, board, card, live updates, rendered on the server.',
    imports: [
      'cards',
      'cookie',
      'express',
      'express-rate-limit',
      'node:crypto',
      'node:module',
      'type preact',
      'preact-render-to-string',
      'type src/inbound.ts',
      'src/incident',
      'type src/ports-accounts.ts',
      'type src/ports.ts',
      'src/time.ts',
      'zod',
    ],
  },
  'src/web': {
    duty: 'HTTP: the server, its headers, the JSON API.',
    imports: [
      'cards',
      'express',
      'helmet',
      'node:crypto',
      'node:http',
      'src/http.ts',
      'src/incident',
      'type src/ports.ts',
      'zod',
    ],
  },
  'src/http.ts': { duty: 'A request and an answer as plain data; problems as RFC 9457 has them.', imports: [] },
  'src/time.ts': { duty: 'Durations, wall clocks and zones; never the current time.', imports: ['luxon'] },
  'src/digest.ts': {
    duty: 'The hash of a value in canonical form.',
    imports: ['canonicalize', 'node:crypto', 'type src/incident'],
  },
  'src/identity.ts': {
    duty: 'Ids that a repeated delivery meets again; numbers that rise.',
    imports: ['src/digest.ts'],
  },
  'src/config.ts': { duty: 'The environment, read once, fails closed.', imports: ['node:path', 'zod'] },
  'src/secrets.ts': {
    duty: 'Secrets that Tocsin made for itself.',
    imports: ['node:crypto', 'node:fs', 'node:path', 'zod'],
  },
  'src/log.ts': { duty: 'The log.', imports: ['pino'] },
  'src/metrics.ts': { duty: 'The metrics.', imports: ['prom-client'] },
  'src/banner.ts': {
    duty: 'What stands on the screen after the start.',
    imports: ['type src/app.ts', 'type src/config.ts'],
  },
  'src/app': { duty: 'The chapters of the composition root.', imports: ['*'] },
  'src/app.ts': { duty: 'The composition root: the one place that knows everybody.', imports: ['*'] },
  'src/main.ts': {
    duty: 'The program: reads the environment, starts, stops.',
    imports: ['src/app.ts', 'src/banner.ts', 'src/book', 'src/config.ts', 'src/log.ts'],
  },
  scripts: {
    duty: 'Programs for the command line: send an alarm, check a book, prove an incident, mend an account, back the store up.',
    imports: [
      'cards',
      'embedded',
      'models',
      'node:crypto',
      'node:fs',
      'node:module',
      'node:util',
      'src/app',
      'src/book',
      'src/config.ts',
      'src/digest.ts',
      'src/incident',
      'src/log.ts',
      'src/secrets.ts',
      'src/sources.ts',
      'src/surfaces/console',
    ],
  },
  bench: {
    duty: 'The proof and the benchmark: faults that must lose nothing, and figures that anyone can repeat.',
    imports: ['*'],
  },
  embedded: {
    duty: 'The embedded MongoDB-compatible store. It knows nothing of incidents.',
    imports: [
      'bson',
      'node:crypto',
      'node:fs',
      'node:module',
      'node:net',
      'node:os',
      'node:path',
      'node:util',
      'node:vm',
      'node:worker_threads',
      'node:zlib',
    ],
  },
};

/** The row of the map in `docs/architecture.md`. */
export const rowOf = (name: string, { duty, imports }: Room): string => {
  const shown = imports.map((each) =>
    each === '*' ? 'everything' : each.startsWith('type ') ? `types of \`${each.slice(5)}\`` : `\`${each}\``,
  );
  return `| \`${name}\` | ${duty} | ${shown.join(', ') || 'nothing'} |`;
};
