import {describe, expect, it} from 'vitest';
import {knownWords, wantsNames} from '../../src/domain/application-words.ts';

describe('knownWords', () => {
  it.each<[string, string | undefined]>([
    ['exec /usr/bin/app: exec format error', 'exec format error'],
    ["mkdir: cannot create directory '/data/db': Permission denied", 'mkdir: permission denied'],
    ["Error: EACCES: permission denied, mkdir '/data'", 'mkdir: permission denied'],
    ["PermissionError: [Errno 13] Permission denied: '/data/x'", 'open: permission denied'],
    ['Error: listen EACCES: permission denied 0.0.0.0:80', undefined],
    ['ERROR: permission denied for table users', undefined],
    ['touch: /x: Read-only file system', 'read-only file system'],
    ['getaddrinfo EAI_AGAIN db.shop.svc.cluster.local', 'EAI_AGAIN'],
    ['dial tcp: lookup db on 172.20.0.10:53: no such host', 'lookup: no such host'],
    ['failed to introspect region from EC2Metadata, specify --aws-region', 'EC2Metadata'],
    ['password=hunter2', undefined],
    ['', undefined],
  ])('%s', (message, words) => {
    expect(knownWords(message)).toBe(words);
  });

  it('keeps nothing of what stands around them', () => {
    expect(knownWords('token hunter2: exec format error hunter2')).toBe('exec format error');
  });

  it('tells who could not resolve a name', () => {
    expect(wantsNames(knownWords('getaddrinfo ENOTFOUND db'))).toBe(true);
    expect(wantsNames(knownWords('exec format error'))).toBe(false);
    expect(wantsNames(undefined)).toBe(false);
  });
});
