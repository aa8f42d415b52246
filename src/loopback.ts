/** `localhost`, 127.0.0.0/8 and ::1, as a name or as the host of an address. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
