/** `localhost`, 127.0.0.0/8 and ::1, as a name or as the host of an address. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);

/** What is sent there does not travel in clear: https, or an address of this machine. */
export function isGuarded(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
}
