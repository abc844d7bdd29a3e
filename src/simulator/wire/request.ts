import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

export type Product = 'ecs' | 'vpc' | 'sts';

/** API version → product. The version is what tells products apart on one endpoint. [params: versions] */
const PRODUCTS: Record<string, Product> = { '2014-05-26': 'ecs', '2016-04-28': 'vpc', '2015-04-01': 'sts' };

/** A request as it came over the wire, before anything is believed about it. */
export interface WireRequest {
  method: string;
  /** Path as sent, without the query. */
  path: string;
  /** Decoded query parameters, then form parameters: everything a client may sign as a parameter. */
  query: Map<string, string>;
  form: Map<string, string>;
  headers: Map<string, string>;
  body: Buffer;
}

/** The request once the caller's intention is known. */
export interface ApiCall {
  product: Product;
  action: string;
  /** Region named by the path (`/cn-hangzhou/`), the way one endpoint stands for several regional hosts. [sdk: serialisation] */
  pathRegion: string | undefined;
  /** Business parameters only: no signature, no protocol fields. */
  params: Map<string, string>;
}

/** Parameters that belong to the RPC protocol, not to the action. */
const PROTOCOL_PARAMETERS = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'SignatureType',
  'Timestamp',
  'SecurityToken',
]);

const MAX_BODY_BYTES = 4 << 20;

/** Path as sent and decoded query. Split by hand: what a client puts there need not be a URL (`GET //`). */
export function targetOf({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const cut = url.indexOf('?');
  if (cut < 0) return { path: url, query: new URLSearchParams() };
  return { path: url.slice(0, cut), query: new URLSearchParams(url.slice(cut + 1)) };
}

export async function readWireRequest(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new ApiError(413, 'RequestEntityTooLarge', 'The request body is too large.');
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  const { path, query } = targetOf(message);
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name.toLowerCase(), Array.isArray(value) ? value.join(',') : value);
  }
  const isForm = (headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
  return {
    method: message.method ?? 'GET',
    path,
    query: new Map(query),
    form: new Map(isForm ? new URLSearchParams(body.toString('utf8')) : []),
    headers,
    body,
  };
}

/** Finds product, action and parameters wherever the client put them: headers (ACS3), query or form (RPC). [sdk: the wire] */
export function identifyCall(request: WireRequest): ApiCall {
  if (request.method !== 'POST' && request.method !== 'GET') {
    throw new ApiError(400, 'UnsupportedHTTPMethod', 'This http method is not supported.');
  }
  const field = (header: string, parameter: string): string | undefined =>
    request.headers.get(header) ?? request.query.get(parameter) ?? request.form.get(parameter);
  const action = field('x-acs-action', 'Action');
  const version = field('x-acs-version', 'Version');
  if (!action)
    throw new ApiError(
      400,
      'MissingParameter',
      'The input parameter "Action" that is mandatory for processing this request is not supplied.',
    );
  if (!version)
    throw new ApiError(
      400,
      'MissingParameter',
      'The input parameter "Version" that is mandatory for processing this request is not supplied.',
    );
  const product = PRODUCTS[version];
  if (!product) throw new ApiError(400, 'InvalidVersion', `Specified parameter Version "${version}" is not valid.`);
  const params = new Map<string, string>();
  for (const source of [request.query, request.form]) {
    for (const [name, value] of source) if (!PROTOCOL_PARAMETERS.has(name)) params.set(name, value);
  }
  // Clients put their own `/` behind an endpoint that ends with one.
  const pathRegion = /^\/+([a-z]{2}-[a-z0-9-]+)\/*$/.exec(request.path)?.[1];
  if (!pathRegion && !/^\/+$/.test(request.path))
    throw new ApiError(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.');
  return { product, action, pathRegion, params };
}
