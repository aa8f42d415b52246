import { writeFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { packageFiles } from './teams-app.js';

/** `npm run teams:package -- [FILE]`: the app that is uploaded to Teams, from `teams/` and the environment. */
function main(): void {
  const { MicrosoftAppId: appId, PUBLIC_URL: publicUrl } = process.env;
  if (!appId || !publicUrl?.startsWith('https://'))
    throw new Error(
      'Set MicrosoftAppId (the id of the bot) and PUBLIC_URL (https://…, where Tocsin is reached), and run it again.',
    );
  const file = process.argv[2] ?? 'tocsin-teams.zip';
  writeFileSync(file, zipSync(packageFiles({ appId, publicUrl: publicUrl.replace(/\/+$/, '') })));
  process.stdout.write(`${file} is ready: upload it in Teams under Apps > Manage your apps > Upload an app.\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
