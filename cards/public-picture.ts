/**
 * The address of a picture as a chat can fetch it, spaces and the like encoded. The chat fetches it itself, from outside: an
 * address inside the site would only make the whole card invalid.
 */
export function publicPicture(url: string, limit: number): string | undefined {
  if (url.length > limit || !URL.canParse(url)) return undefined;
  const { protocol, hostname, href } = new URL(url);
  const reachable =
    protocol === 'https:' &&
    hostname.includes('.') &&
    !/^[\d.]+$|^\[|\.(local|lan|internal|home|test|example)$/.test(hostname);
  return reachable && href.length <= limit ? href : undefined;
}
