/**
 * What an application may say of its own end that names a cause. Its message is a file that it writes, or the end of its
 * log, and may hold anything: so only these words are taken from it, never the text around them.
 */
const WORDS: readonly {readonly says: RegExp; readonly as: string}[] = [
  {says: /exec format error/i, as: 'exec format error'},
  {says: /read-only file ?system|\bEROFS\b/i, as: 'read-only file system'},
  // A port below 1024 (listen, bind) and a database's rights are refused in the same words.
  {says: /\bmkdir\b[^\n]{0,300}permission denied|permission denied, mkdir\b/i, as: 'mkdir: permission denied'},
  {says: /\bchown\b[^\n]{0,300}(?:permission denied|not permitted)/i, as: 'chown: permission denied'},
  {
    says: /\bopen(?:at)? ['"]?\/[^\n]{0,300}permission denied|permission denied, open\b|PermissionError: \[Errno 13\]/i,
    as: 'open: permission denied',
  },
  {says: /EAI_AGAIN/, as: 'EAI_AGAIN'},
  {says: /temporary failure in name resolution/i, as: 'temporary failure in name resolution'},
  {says: /\blookup [^\n]{0,300}(?:no such host|i\/o timeout|server misbehaving)/i, as: 'lookup: no such host'},
  {says: /could not resolve host|UnknownHostException|getaddrinfo ENOTFOUND/i, as: 'could not resolve host'},
  {says: /ec2 ?metadata/i, as: 'EC2Metadata'},
  {says: /instance metadata/i, as: 'instance metadata'},
  {says: /169\.254\.169\.254/, as: '169.254.169.254'},
  {says: /no ec2 imds role found/i, as: 'no EC2 IMDS role found'},
  {says: /ec2rolerequesterror/i, as: 'EC2RoleRequestError'},
];

/** The kubelet keeps no more of a message (4096 bytes), others may. */
const READ = 8192;

/** The known words in an application's last message, in our own spelling; undefined where it has none. */
export function knownWords(message: string | undefined): string | undefined {
  const text = (message ?? '').slice(0, READ);
  const found = WORDS.filter(({says}) => says.test(text)).map(({as}) => as);
  return found.length === 0 ? undefined : found.join('; ');
}

/** Whether an application says that it could not resolve a name. */
export const wantsNames = (message: string | undefined): boolean =>
  /EAI_AGAIN|name resolution|lookup: no such host|could not resolve host/.test(message ?? '');
