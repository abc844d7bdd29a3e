import type credentials from '@alicloud/credentials';
import core, { $OpenApiUtil } from '@alicloud/openapi-core';
import { RuntimeOptions } from '@darabonba/typescript';
import type { Parameters } from '../recovery/estate.ts';
import { type ActionName, actionOf, VERSIONS } from './actions.ts';
import { limitAnswers } from './answer-limit.ts';
import type { RecoveryPath } from './cloud.ts';
import type { KeySource } from './credentials.ts';
import { type Endpoints, endpointOf } from './endpoints.ts';
import { defaultOf } from './interop.ts';
import { type Answer, asAnswer } from './models.ts';
import { routeThroughProxy } from './proxy.ts';

const Client = defaultOf(core);

/** How long an answer is waited for, in ms. */
export interface Silence {
  read: number;
  change: number;
}

/**
 * Given to the official client as connect and as read time-out, since its connect time-out is in truth a limit on
 * silence at any time and the smaller one wins (its default of 3 s is less than RunInstances and CreateImage can take).
 * A change is waited for longer, but not so long that no time is left to ask again with the same token.
 */
const SILENCE: Silence = { read: 10_000, change: 20_000 };

export interface Sender {
  /** One attempt, no retry. Throws whatever the official client throws, or MalformedAnswer. */
  send<A extends ActionName>(
    action: A,
    regionId: string,
    parameters: Parameters,
    path: RecoveryPath,
  ): Promise<Answer<A>>;
}

/** An answer that is not what the API promises; whether the request took effect is unknown. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

/** A code inside an answer whose HTTP status says success: the official client lets it pass. */
export class CodeInAnswer extends Error {
  override readonly name = 'CodeInAnswer';
  readonly code: string;
  readonly requestId: string | undefined;
  constructor(code: string, message: string, requestId: string | undefined) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

export function createSender(
  keys: KeySource,
  endpoints: Endpoints,
  sessionId: string,
  silence?: Partial<Silence>,
): Sender {
  limitAnswers();
  routeThroughProxy();
  const limits = { ...SILENCE, ...silence };
  const clients = new Map<string, InstanceType<typeof Client>>();
  // The provider is a plain object: the official client only ever calls getCredential().
  const credential = { getCredential: () => keys.getCredential() } as unknown as InstanceType<
    typeof credentials.default
  >;

  function clientFor(host: string, protocol: string, path: RecoveryPath) {
    const key = `${protocol} ${host} ${path}`;
    let client = clients.get(key);
    if (!client) {
      client = new Client(
        new $OpenApiUtil.Config({
          credential,
          endpoint: host,
          protocol,
          userAgent: `AlibabaCloud-Agent-Skills/alibabacloud-ecs-disaster-recovery-${path}/${sessionId}`,
        }),
      );
      clients.set(key, client);
    }
    return client;
  }

  return {
    async send(action, regionId, parameters, path) {
      const { product, kind } = actionOf(action);
      const { host, protocol } = endpointOf(product, regionId, endpoints);
      // Half a character has no encoding: signing it would throw.
      const whole = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
      const query = Object.fromEntries(Object.entries(parameters).map(([k, v]) => [whole(k), whole(String(v))]));
      const answer = await clientFor(host, protocol, path).callApi(
        new $OpenApiUtil.Params({
          action,
          version: VERSIONS[product],
          protocol,
          pathname: '/',
          method: 'POST',
          authType: 'AK',
          style: 'RPC',
          reqBodyType: 'formData',
          // Read as text and parsed here: an answer that is no JSON must not look like a fault of this program.
          bodyType: 'string',
        }),
        new $OpenApiUtil.OpenApiRequest({ query }),
        // No retryOptions: the official retries sign anew without a budget; repeating is decided in retry.ts.
        new RuntimeOptions({ connectTimeout: limits[kind], readTimeout: limits[kind] }),
      );
      return parse(action, answer);
    },
  };
}

function parse<A extends ActionName>(action: A, answer: Record<string, unknown>): Answer<A> {
  if (answer.statusCode !== 200) {
    // The official client follows no redirect and takes everything below 400 for a success.
    throw new MalformedAnswer(`HTTP status ${String(answer.statusCode)} where 200 was expected`);
  }
  let body: unknown;
  try {
    body = JSON.parse(String(answer.body));
  } catch {
    throw new MalformedAnswer('the answer is not JSON');
  }
  if (typeof body === 'object' && body !== null && 'Code' in body) {
    const { Code, Message, RequestId } = body as Record<string, unknown>;
    if (typeof Code === 'string' && !/^(200|ok|success)?$/i.test(Code)) {
      const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
      throw new CodeInAnswer(Code, text(Message) ?? '', text(RequestId));
    }
    if (typeof Code === 'object' && Code !== null) throw new MalformedAnswer('the answer’s Code is not a text');
  }
  try {
    return asAnswer(action, body);
  } catch (error) {
    throw new MalformedAnswer(`the answer does not fit the API's model: ${(error as Error).message}`);
  }
}
