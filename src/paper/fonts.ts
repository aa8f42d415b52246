import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import pdfmake from 'pdfmake';

/** Roboto comes with pdfmake: what is printed looks the same on a machine without any fonts. */
const FOLDER = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');
const FILES = {
  normal: join(FOLDER, 'Roboto-Regular.ttf'),
  bold: join(FOLDER, 'Roboto-Medium.ttf'),
  italics: join(FOLDER, 'Roboto-Italic.ttf'),
  bolditalics: join(FOLDER, 'Roboto-MediumItalic.ttf'),
} as const;

export const FONT = 'Roboto';

/** For documents and for charts alike; a chart without a font would have no text at all, and say nothing of it. */
export function loadFonts(): void {
  pdfmake.setFonts({ [FONT]: FILES });
  // A document may read its fonts, and nothing else of this machine or of another one.
  pdfmake.setLocalAccessPolicy((path: string) => Object.values<string>(FILES).includes(path));
  pdfmake.setUrlAccessPolicy(() => false);
  if (!GlobalFonts.has(FONT) && (!GlobalFonts.registerFromPath(FILES.normal, FONT) || !GlobalFonts.has(FONT)))
    throw new Error(`the font ${FILES.normal} cannot be read, and charts would have no text`);
  GlobalFonts.registerFromPath(FILES.bold, FONT);
}
