import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE } from '../time.ts';
import { ApiError } from './api-error.ts';
import type { WireRequest } from './request.ts';

export interface CallerKey {
  accessKeyId: string;
  accessKeySecret: string;
  /** Set for temporary credentials: the token has to come along. */
  securityToken?: string | undefined;
}

/** How far a client's clock may be off. [limits: signature] */
const CLOCK_SKEW_MS = 15 * MINUTE;

/** RFC 3986 percent-encoding as the service canonicalises. [sdk: the wire] */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function canonicalQuery(parameters: Map<string, string>, encodeKeys: boolean): string {
  return [...parameters.keys()]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) => `${encodeKeys ? percentEncode(key) : key}=${percentEncode(parameters.get(key) ?? '')}`)
    .join('&');
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function mismatch(): ApiError {
  return new ApiError(
    400,
    'SignatureDoesNotMatch',
    'Specified signature is not matched with our calculation. Please check your AccessKey secret and the signing algorithm.',
  );
}

/** Verifies who sent a request and that it is fresh: the first gate, before anything else is looked at. [api: order of checks] */
export class SignatureVerifier {
  readonly #key: CallerKey;
  readonly #realNow: () => number;
  /** nonce → real time after which it may be forgotten. */
  readonly #nonces = new Map<string, number>();

  /** @param realNow real time, not virtual: clients sign with their own clock. */
  constructor(key: CallerKey, realNow: () => number = Date.now) {
    this.#key = key;
    this.#realNow = realNow;
  }

  /** @throws ApiError with the gateway's code. */
  verify(request: WireRequest): void {
    const authorization = request.headers.get('authorization');
    if (authorization) this.#verifyAcs3(request, authorization);
    else this.#verifyRpc(request);
  }

  #verifyAcs3(request: WireRequest, authorization: string): void {
    const parts = /^(\S+)\s+Credential=([^,]*),\s*SignedHeaders=([^,]*),\s*Signature=([0-9a-f]*)$/.exec(authorization);
    const [, algorithm, credential, signedHeaders, signature] = parts ?? [];
    if (algorithm === undefined || credential === undefined || signedHeaders === undefined || signature === undefined) {
      throw new ApiError(400, 'IncompleteSignature', 'The Authorization header is not complete.');
    }
    if (algorithm !== 'ACS3-HMAC-SHA256') {
      throw new ApiError(400, 'InvalidSignatureMethod', `The signature algorithm "${algorithm}" is not supported.`);
    }
    this.#checkIdentity(credential, request.headers.get('x-acs-security-token'));
    const signed = signedHeaders.split(';');
    for (const needed of ['host', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256']) {
      if (!signed.includes(needed))
        throw new ApiError(400, 'IncompleteSignature', `The header "${needed}" must be signed.`);
    }
    const payloadHash = createHash('sha256').update(request.body).digest('hex');
    if (!same(payloadHash, request.headers.get('x-acs-content-sha256') ?? '')) throw mismatch();
    const headers = signed.map((name) => `${name}:${(request.headers.get(name) ?? '').trim()}\n`).join('');
    const sign = (path: string, encodeKeys: boolean): string => {
      const canonical = [
        request.method,
        path,
        canonicalQuery(request.query, encodeKeys),
        headers,
        signedHeaders,
        payloadHash,
      ].join('\n');
      const digest = createHash('sha256').update(canonical).digest('hex');
      return createHmac('sha256', this.#key.accessKeySecret).update(`${algorithm}\n${digest}`).digest('hex');
    };
    // The Node SDK leaves parameter names unencoded in the canonical query, others encode them: both are the same for real names.
    // And what is behind the host in an endpoint is a path on the wire that the SDK does not know of: it signs `/`.
    const accepted = [request.path, '/'].flatMap((path) => [sign(path, true), sign(path, false)]);
    if (!accepted.some((expected) => same(signature, expected))) throw mismatch();
    this.#checkFreshness(request.headers.get('x-acs-date'), request.headers.get('x-acs-signature-nonce'));
  }

  #verifyRpc(request: WireRequest): void {
    const parameters = new Map([...request.query, ...request.form]);
    const signature = parameters.get('Signature');
    const accessKeyId = parameters.get('AccessKeyId');
    if (!signature || !accessKeyId) {
      throw new ApiError(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.');
    }
    const method = parameters.get('SignatureMethod') ?? 'HMAC-SHA1';
    if (method !== 'HMAC-SHA1') {
      throw new ApiError(400, 'InvalidSignatureMethod', `The signature method "${method}" is not supported.`);
    }
    this.#checkIdentity(accessKeyId, parameters.get('SecurityToken'));
    parameters.delete('Signature');
    const toSign = `${request.method}&%2F&${percentEncode(canonicalQuery(parameters, true))}`;
    const expected = createHmac('sha1', `${this.#key.accessKeySecret}&`).update(toSign).digest('base64');
    if (!same(signature, expected)) throw mismatch();
    this.#checkFreshness(parameters.get('Timestamp'), parameters.get('SignatureNonce'));
  }

  #checkIdentity(accessKeyId: string, token: string | undefined): void {
    if (accessKeyId !== this.#key.accessKeyId) {
      throw new ApiError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    }
    if ((this.#key.securityToken ?? '') !== (token ?? '')) {
      throw new ApiError(
        400,
        'InvalidSecurityToken.MismatchWithAccessKey',
        'Specified SecurityToken mismatch with the AccessKey.',
      );
    }
  }

  #checkFreshness(date: string | undefined, nonce: string | undefined): void {
    if (!date || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(date) || Number.isNaN(Date.parse(date))) {
      throw new ApiError(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
    }
    const now = this.#realNow();
    if (Math.abs(now - Date.parse(date)) > CLOCK_SKEW_MS) {
      throw new ApiError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
    }
    if (!nonce)
      throw new ApiError(
        400,
        'MissingParameter',
        'The input parameter "SignatureNonce" that is mandatory for processing this request is not supplied.',
      );
    if (this.#nonces.has(nonce)) {
      throw new ApiError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    }
    this.#nonces.set(nonce, now + 2 * CLOCK_SKEW_MS);
    if (this.#nonces.size % 4096 === 0) {
      for (const [old, forgetAt] of this.#nonces) if (forgetAt < now) this.#nonces.delete(old);
    }
  }
}
