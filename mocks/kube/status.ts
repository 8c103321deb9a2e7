/** The `details` of a Status. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly retryAfterSeconds?: number;
  readonly causes?: readonly {readonly reason?: string; readonly message: string; readonly field?: string}[];
}

/** A `kind: Status` failure, as the API server writes it. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: {readonly continue?: string; readonly resourceVersion?: string};
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** An answer that is a failure. Thrown while a request is worked on; the server turns it into a reply. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: StatusDetails, nextPage?: string) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: nextPage === undefined ? {} : {continue: nextPage},
      status: 'Failure',
      message,
      reason,
      ...(details === undefined ? {} : {details}),
      code,
    };
  }
}

/** 400. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** 401, the same for a token that is missing, wrong or expired. */
export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

/** 404 of one object: `pods "nginx" not found`. */
export function objectNotFound(qualified: string, group: string, plural: string, name: string): ApiError {
  const details = {name, ...(group === '' ? {} : {group}), kind: plural};
  return new ApiError(404, 'NotFound', `${qualified} "${name}" not found`, details);
}

/** 404 of a place in a served group. Places outside every group get plain text instead, as from Go's HTTP mux. */
export function placeNotFound(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 405. */
export function methodNotAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** 406. */
export function notAcceptable(): ApiError {
  const types = 'application/json, application/yaml';
  return new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${types}`);
}

/** 410 of a watch or list that starts before the history that is kept. */
export function versionExpired(asked: number, oldest: number): ApiError {
  return new ApiError(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
}

/** 410 of a page whose snapshot is gone, with the token that goes on from there without consistency. */
export function pageExpired(nextPage: string): ApiError {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list ' +
    'without the continue parameter, or use the continue token in this response to retrieve the remainder of the ' +
    'results. Continuing with the provided token results in an inconsistent list - objects that were created, ' +
    'modified, or deleted between the time the first chunk was returned and now may show up in the list.';
  return new ApiError(410, 'Expired', message, undefined, nextPage);
}

/** 429 with `Retry-After`. */
export function tooManyRequests(): ApiError {
  const message = 'the server has received too many requests and has asked us to try again later';
  return new ApiError(429, 'TooManyRequests', message, {retryAfterSeconds: 1});
}

/** 500, 503, 504 and whatever else a fault asks for. */
export function serverFailure(code: number): ApiError {
  if (code === 503) {
    return new ApiError(503, 'ServiceUnavailable', 'the server is currently unable to handle the request', {});
  }
  if (code === 504) {
    return new ApiError(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout', {});
  }
  const message = 'Internal error occurred: etcdserver: leader changed';
  return new ApiError(code, 'InternalError', message, {causes: [{message: 'etcdserver: leader changed'}]});
}
