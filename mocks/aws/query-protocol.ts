import {isRead, type AwsError, type WireAnswer, type WireCall, type WireRequest} from './service.ts';
import {content, type XmlRecord} from './xml.ts';

/** Parameters of a query-protocol request: form body, or the URL's query where the body is empty. */
export function readQuery(request: WireRequest): WireCall {
  const form = request.body === '' ? request.query : new URLSearchParams(request.body);
  const params = [...form].filter(([key]) => key !== 'Action' && key !== 'Version' && !key.startsWith('X-Amz-'));
  const action = form.get('Action') ?? '';
  return {action, params: Object.fromEntries(params), write: action !== '' && !isRead(action)};
}

/** Values of `Prefix.1`, `Prefix.2`, … in their order. */
export function listParam(params: Readonly<Record<string, string>>, prefix: string): readonly string[] {
  return Object.entries(params)
    .map(([key, value]) => ({n: key.startsWith(`${prefix}.`) ? Number(key.slice(prefix.length + 1)) : NaN, value}))
    .filter(({n}) => Number.isInteger(n))
    .sort((a, b) => a.n - b.n)
    .map(({value}) => value);
}

const XML = {'content-type': 'text/xml;charset=UTF-8'};

/** An answer of EC2's protocol: members directly under `ActionResponse`. */
export function ec2Answer(action: string, result: XmlRecord, requestId: string): WireAnswer {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
    `<requestId>${requestId}</requestId>${content(result, 'item')}</${action}Response>`;
  return {status: 200, headers: {...XML, 'x-amzn-requestid': requestId}, body};
}

/** EC2's error envelope, which differs from that of the other query services. */
export function ec2Error(error: AwsError, requestId: string): WireAnswer {
  const inner = content({Errors: {Error: {Code: error.code, Message: error.message}}, RequestID: requestId}, 'item');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${inner}</Response>`;
  return {status: error.status, headers: {...XML, 'x-amzn-requestid': requestId}, body};
}

/** An answer of the query protocol: a result element and the metadata. */
export function queryAnswer(namespace: string, action: string, result: XmlRecord, requestId: string): WireAnswer {
  const inner = content({[`${action}Result`]: result, ResponseMetadata: {RequestId: requestId}}, 'member');
  const body = `<${action}Response xmlns="${namespace}">${inner}</${action}Response>`;
  return {status: 200, headers: {'content-type': 'text/xml', 'x-amzn-requestid': requestId}, body};
}

export function queryError(namespace: string, error: AwsError, requestId: string): WireAnswer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const inner = content(
    {Error: {Type: type, Code: error.code, Message: error.message}, RequestId: requestId},
    'member',
  );
  const body = `<ErrorResponse xmlns="${namespace}">${inner}</ErrorResponse>`;
  return {status: error.status, headers: {'content-type': 'text/xml', 'x-amzn-requestid': requestId}, body};
}
