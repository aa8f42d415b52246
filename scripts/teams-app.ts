import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import draft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/** The app that is uploaded to Teams, made of `teams/`. */

const { resolve } = createRequire(import.meta.url);
const read = (name: string): Buffer => readFileSync(resolve(`#teams/${name}`));

const ICONS = { 'color.png': 192, 'outline.png': 32 } as const;

/** A width and height, as the header of a PNG says them. */
function sizeOf(png: Buffer): [number, number] {
  if (png.subarray(0, 8).toString('hex') !== '89504e470d0a1a0a') throw new Error('this is no PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** What the vendor's own schema finds wrong, by place. */
export function manifestFaults(manifest: { readonly manifestVersion: string }): string[] {
  const name = `@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`;
  const schema = JSON.parse(readFileSync(resolve(name), 'utf8')) as object;
  const ajv = new draft04.default({ strict: false, allErrors: true });
  addFormats.default(ajv as never);
  const valid = ajv.compile(schema);
  if (valid(manifest)) return [];
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is wrong'}`);
}

/** The files of the package, with what is ours in the place of the names. */
export function packageFiles(values: { readonly appId: string; readonly publicUrl: string }): Record<string, Buffer> {
  const text = read('manifest.json')
    .toString()
    .replaceAll('{{MicrosoftAppId}}', values.appId)
    .replaceAll('{{PUBLIC_URL}}', values.publicUrl);
  const faults = manifestFaults(JSON.parse(text) as { manifestVersion: string });
  if (faults.length > 0) throw new Error(`teams/manifest.json is not what Teams takes:\n  ${faults.join('\n  ')}`);
  const files: Record<string, Buffer> = { 'manifest.json': Buffer.from(text) };
  for (const [name, side] of Object.entries(ICONS)) {
    const png = read(name);
    const [width, height] = sizeOf(png);
    if (width !== side || height !== side)
      throw new Error(`teams/${name} is ${width} × ${height}; Teams takes ${side} × ${side}.`);
    files[name] = png;
  }
  return files;
}
