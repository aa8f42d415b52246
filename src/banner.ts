import type { App } from './app.js';
import type { Config } from './config.js';

/** One screen at start: what is on, what is off and how to turn it on, and the next thing to do. */
export function banner(app: App, config: Config): string {
  const { data } = app.book.book;
  const ready = data.sources.length - app.sourceFaults.length;
  const row = (name: string, text: string) => `  ${name.padEnd(10)}${text}`;
  const slack = config.slack
    ? `on${config.slack.channel ? `, cards go to ${config.slack.channel} unless the book says otherwise` : ''}`
    : 'off. Set SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and SLACK_CHANNEL; manifest.yml makes the app';
  const lines = [
    '',
    `  Tocsin is on duty for ${data.organisation.name}.`,
    '',
    row('Console', `${config.publicUrl ?? app.url}/console`),
    row('Store', app.store),
    row(
      'Book',
      app.book.example
        ? `the example organisation (copy ${app.book.file} to tocsin.yml and make it yours)`
        : app.book.file,
    ),
    row('Sources', `${ready} of ${data.sources.length} ready: ${data.sources.map((source) => source.id).join(', ')}`),
    ...app.sourceFaults.map(({ source, why }) => row('', `${source}: ${why}`)),
    row('Slack', slack),
    ...(app.unrouted.length > 0 ? [row('', `no channel shows ${app.unrouted.join(', ')}: only the console does`)] : []),
    row(
      'Phones',
      config.twilio
        ? `on, texts and calls from ${config.twilio.from}`
        : 'off. Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM and PUBLIC_URL (docs/phones.md)',
    ),
    row('Mail', config.mail ? `on, from ${config.mail.from}` : 'off. Set SMTP_URL and MAIL_FROM (docs/phones.md)'),
    row(
      'Model',
      config.openai
        ? `on, ${config.openai.model} at ${config.openai.baseUrl}`
        : 'off. Set OPENAI_API_KEY to have alarms explained (docs/model.md)',
    ),
    row('API', config.apiToken ? 'on, with API_TOKEN' : 'off. Set API_TOKEN'),
    '',
    ...(app.firstSignIn ? ['  Sign in for the first time (this link works once):', `  ${app.firstSignIn}`, ''] : []),
    '  Send a first alarm, from another terminal:',
    '  npm run alarm -- frigate-person --at riverside-mall/jewellery',
    ...(app.book.example ? ['', '  or by hand:', `  ${byHand(app.url, config.dataDir)}`] : []),
    '',
    '',
  ];
  return lines.join('\n');
}

/** The secret is read from its file when the line is run, so that it stands in no scroll-back. */
const byHand = (url: string, dataDir: string): string =>
  [
    `curl ${url}/alarms/frigate -H 'content-type: application/json' \\`,
    `    -H "authorization: Bearer $(node -p "require('${dataDir}/secrets.json').ALARM_SECRET_FRIGATE")" \\`,
    '    -d @test/fixtures/payloads/frigate-reviews-update.json',
  ].join('\n  ');
