import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Keeps a program on loopback that listens on every interface, and elsewhere than it was told. */
const LOOPBACK = `
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'object' && first !== null) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  return listen.call(this, { port: Number(first), host: '127.0.0.1' }, rest.find((each) => typeof each === 'function'));
};
`;

export const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

/** A counterpart that nobody here wrote, in a process of its own. */
export interface LoopbackProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a program of a package on a free port, in a folder of its own with these files. */
export async function launchOnLoopback(
  program: string,
  args: (at: { readonly port: number; readonly folder: string }) => readonly string[],
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<LoopbackProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-standin-'));
  for (const [name, text] of Object.entries({ 'loopback.cjs': LOOPBACK, ...files }))
    writeFileSync(join(folder, name), text);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--require', join(folder, 'loopback.cjs'), program, ...args({ port, folder })],
    {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, ...env },
    },
  );
  return {
    port,
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill();
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
