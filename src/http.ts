/** A request as a handler sees it, whatever server took it. Header names are lower-case. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Address of the sender, as the socket tells. */
  readonly remote: string;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An error as RFC 9457 tells it: a stable code in `type`, and in `detail` what to do next. */
export function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): PlainAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: `urn:tocsin:${code}`, title, status, detail, ...more },
  };
}
