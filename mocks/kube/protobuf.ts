// kubectl sends what it creates as protobuf. Of all its messages the fake has to read one, so a reader of nested, length-delimited
// fields is enough: https://protobuf.dev/programming-guides/encoding/

const MAGIC = Buffer.from('k8s\0');
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** The length-delimited fields of a message by number; other kinds of fields are skipped. Throws a RangeError on rubbish. */
function fieldsOf(message: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 5; shift++) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number is too long');
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag & 7;
    if (kind === VARINT) varint();
    else if (kind === FIXED64) at += 8;
    else if (kind === FIXED32) at += 4;
    else if (kind === BYTES) {
      const length = varint();
      if (at + length > message.length) throw new RangeError('a field is longer than its message');
      found.set(tag >>> 3, message.subarray(at, at + length));
      at += length;
    } else throw new RangeError('an unknown kind of field');
  }
  return found;
}

function named(message: Buffer, names: readonly string[]): Record<string, string> {
  const fields = fieldsOf(message);
  return Object.fromEntries(names.map((name, index) => [name, fields.get(index + 1)?.toString('utf8') ?? '']));
}

/** Whether a body is a Kubernetes object as protobuf. */
export function isProtobuf(body: Buffer): boolean {
  return body.subarray(0, MAGIC.length).equals(MAGIC);
}

/** The `spec` of a SelfSubjectAccessReview in a protobuf body, as the JSON form would have it. Throws a RangeError on rubbish. */
export function accessReviewSpec(body: Buffer): unknown {
  const none = Buffer.alloc(0);
  const envelope = fieldsOf(body.subarray(MAGIC.length));
  const spec = fieldsOf(fieldsOf(envelope.get(2) ?? none).get(2) ?? none);
  const [resource, path] = [spec.get(1), spec.get(2)];
  if (resource === undefined) return {nonResourceAttributes: named(path ?? none, ['path', 'verb'])};
  const names = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
  return {resourceAttributes: named(resource, names)};
}
