import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as a reader sees it: the words of each page. */
export async function readPdf(bytes: Buffer, password?: string) {
  const document = await getDocument({
    data: new Uint8Array(bytes),
    // This reader wants the bytes of the passphrase, as Latin-1.
    ...(password === undefined ? {} : { password: Buffer.from(password).toString('latin1') }),
    verbosity: 0,
  }).promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const page = await document.getPage(index + 1);
      const { items } = await page.getTextContent();
      return items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' ');
    }),
  );
  return { pages, info: (await document.getMetadata()).info as { Title?: string; PDFFormatVersion?: string } };
}
