/** What a broken call means, by the error code of Node's network layer: one table. */
export interface Break {
  /** Our code for it. */
  code: 'ConnectionReset' | 'EndpointUnreachable' | 'RequestTimeout' | 'MalformedAnswer';
  what: string;
  /** The request may have reached the cloud. */
  reached: boolean;
  /** Asking again can help. */
  heals: boolean;
}

const UNREACHABLE = { code: 'EndpointUnreachable', reached: false, heals: true } as const;

const BREAKS: Record<string, Break> = {
  ECONNREFUSED: { ...UNREACHABLE, what: 'nothing listens at the endpoint' },
  ENOTFOUND: { ...UNREACHABLE, what: "the endpoint's name cannot be resolved" },
  EAI_AGAIN: { ...UNREACHABLE, what: 'name resolution did not answer' },
  EHOSTUNREACH: { ...UNREACHABLE, what: 'the host cannot be reached' },
  ENETUNREACH: { ...UNREACHABLE, what: 'the network cannot be reached' },
  EPROTO: { ...UNREACHABLE, what: 'the endpoint does not speak TLS', heals: false },
  ECONNRESET: {
    code: 'ConnectionReset',
    what: 'the connection was cut before an answer came',
    reached: true,
    heals: true,
  },
  EPIPE: { code: 'ConnectionReset', what: 'the connection was cut while sending', reached: true, heals: true },
  ETIMEDOUT: { code: 'RequestTimeout', what: 'the connection timed out', reached: true, heals: true },
};

/** What opens the way through a proxy (proxy.ts), with the status by which it refused. */
const PROXY = /^EPROXY(\d*)$/;

const CERTIFICATE = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** `malformed` says what is wrong with an answer that came but cannot be read. */
export function breakOf(name: string | undefined, code: unknown, malformed: string | undefined): Break {
  const known = typeof code === 'string' ? BREAKS[code] : undefined;
  if (known) return known;
  const [proxy, status] = (typeof code === 'string' && PROXY.exec(code)) || [];
  if (proxy !== undefined) {
    const what = status
      ? `the proxy that HTTPS_PROXY names refused the way to the endpoint (HTTP ${status})`
      : 'the proxy that HTTPS_PROXY names does not answer';
    // 4xx: it wants other credentials, or has rules.
    return { ...UNREACHABLE, what, heals: !/^4/.test(status ?? '') };
  }
  if (typeof code === 'string' && CERTIFICATE.test(code)) {
    return { ...UNREACHABLE, what: `the endpoint's certificate is not accepted (${code})`, heals: false };
  }
  // The official client's time-outs have this name and no code.
  if (/Timeout/.test(name ?? '')) {
    return { code: 'RequestTimeout', what: 'no answer came in time', reached: true, heals: true };
  }
  if (malformed !== undefined && /^HTTP status 3\d\d/.test(malformed)) {
    const redirected = `the endpoint redirects elsewhere, which is not followed (${malformed})`;
    return { code: 'MalformedAnswer', what: redirected, reached: true, heals: false };
  }
  const what = malformed ?? 'the answer is not what the API promises';
  return { code: 'MalformedAnswer', what, reached: true, heals: true };
}
