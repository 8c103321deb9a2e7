import type {IncomingMessage} from 'node:http';
import type {User} from './auth.ts';
import {dig, text} from './json.ts';
import {accessReviewSpec, isProtobuf} from './protobuf.ts';
import type {Attributes} from './request.ts';
import {badRequest} from './status.ts';

const MOST_BYTES = 1_000_000;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw badRequest('the request body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function askedOf(spec: unknown): Attributes {
  const resource = dig(spec, 'resourceAttributes');
  const none = {group: '', resource: '', subresource: '', namespace: '', name: '', path: ''};
  if (resource === undefined) {
    const path = dig(spec, 'nonResourceAttributes');
    return {...none, verb: text(path, 'verb'), path: text(path, 'path')};
  }
  return {
    ...none,
    verb: text(resource, 'verb'),
    group: text(resource, 'group'),
    resource: text(resource, 'resource'),
    subresource: text(resource, 'subresource'),
    namespace: text(resource, 'namespace'),
    name: text(resource, 'name'),
  };
}

function specOf(body: Buffer): unknown {
  try {
    return isProtobuf(body) ? accessReviewSpec(body) : dig(JSON.parse(body.toString('utf8')), 'spec');
  } catch {
    throw badRequest('the object provided is unrecognized (must be of type SelfSubjectAccessReview)');
  }
}

/** Answers a SelfSubjectAccessReview with what `may` says of it. */
export async function reviewAccess(
  request: IncomingMessage,
  user: User,
  may: (user: User, asked: Attributes) => boolean,
): Promise<unknown> {
  const spec = specOf(await bodyOf(request));
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {creationTimestamp: null},
    spec: spec ?? {},
    status: {allowed: may(user, askedOf(spec))},
  };
}
