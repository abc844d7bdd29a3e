/** An error as the API answers it: HTTP status, Code and Message. Codes are spelled as the service spells them, typos included. [trap 45] */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** `AccessDeniedDetail` and the like, merged into the body. */
  readonly detail: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: { detail?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.detail = extra.detail ?? {};
    this.headers = extra.headers ?? {};
  }
}

export function missing(parameter: string): ApiError {
  return new ApiError(
    400,
    'MissingParameter',
    `The input parameter "${parameter}" that is mandatory for processing this request is not supplied.`,
  );
}

export function notFound(code: string, what: string, status = 404): ApiError {
  return new ApiError(status, code, `The specified ${what} does not exist.`);
}

/** DryRun that passed: an error with HTTP 400, not a 200. [api: DryRun] */
export function dryRunPassed(code = 'DryRunOperation'): ApiError {
  return new ApiError(400, code, 'Request validation has been passed with DryRun flag set.');
}
