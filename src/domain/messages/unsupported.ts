import type {CauseId} from '../../model/finding.ts';
import type {Stage} from '../../model/stage.ts';
import {namesOf, type Clause, type ClauseList} from './clause.ts';

// `Pod not supported on Fargate: fields not supported: HostNetwork, invalid SecurityContext fields: Privileged,Privileged,
// port contains HostIP or HostPort, volumes not supported: data not supported because: PVC data not bound`
// is a list of parts joined by commas. A heading opens a section that lasts until the next heading.

/** fargate-scheduler writes the first when it validates, the kubelet of the Fargate VM the second when it admits. */
const OPENINGS: readonly {readonly words: string; readonly stage: Stage}[] = [
  {words: 'Pod not supported on Fargate: ', stage: 'validation'},
  {words: 'Pod not supported: ', stage: 'mounts'},
];

type Section = 'none' | 'fields' | 'security' | 'volumes';

const HEADINGS: readonly (readonly [string, Section])[] = [
  ['fields not supported:', 'fields'],
  ['invalid SecurityContext fields:', 'security'],
  ['volumes not supported:', 'volumes'],
];

interface Part {
  /** Where it may stand; absent: anywhere. */
  readonly section?: Section;
  /** The whole part, or a pattern that takes all of it. */
  readonly is: string | RegExp;
  readonly says: string;
  readonly cause: CauseId;
}

// Patterns see one part of bounded length, and no two neighbouring pieces can take the same character.
const PARTS: readonly Part[] = [
  {section: 'fields', is: 'HostNetwork', says: 'host-network', cause: 'spec-host-network'},
  {section: 'fields', is: 'HostPID', says: 'host-pid', cause: 'spec-host-pid-ipc'},
  {section: 'fields', is: 'HostIPC', says: 'host-ipc', cause: 'spec-host-pid-ipc'},
  {section: 'security', is: 'Privileged', says: 'privileged', cause: 'spec-privileged'},
  {
    section: 'security',
    is: 'AllowPrivilegeEscalation',
    says: 'privilege-escalation',
    cause: 'spec-allow-privilege-escalation',
  },
  {
    section: 'security',
    is: /^Capabilities added: (?<capability>\S+)$/,
    says: 'capability',
    cause: 'spec-capabilities',
  },
  {is: 'port contains HostIP or HostPort', says: 'host-port', cause: 'spec-host-port'},
  {is: 'DaemonSet not supported', says: 'daemonset', cause: 'spec-daemonset'},
  {is: 'volumeDevices not supported', says: 'volume-devices', cause: 'spec-volume-devices'},
  {is: 'SchedulerName is not fargate-scheduler', says: 'scheduler-name', cause: 'sched-tolerates-fargate-taint'},
  {
    section: 'volumes',
    is: /^(?<volume>\S+) is of an unsupported volume [Tt]ype$/,
    says: 'volume-type',
    cause: 'spec-volume-type',
  },
  {
    section: 'volumes',
    is: /^(?<volume>\S+) not supported because: PVC (?<claim>\S+) not bound$/,
    says: 'pvc-unbound',
    cause: 'storage-pvc-unbound',
  },
  {
    section: 'volumes',
    is: /^(?<volume>\S+) not supported because: PVC (?<claim>\S+) bound to invalid PV (?<pv>\S+) with (?:nil CSI spec|CSI Driver: (?<driver>\S+))$/,
    says: 'pv-not-efs',
    cause: 'storage-pv-not-efs',
  },
  {
    section: 'volumes',
    is: /^(?:(?<volume>\S+) not supported because: )?persistentvolumeclaims? "(?<claim>[^"]+)" not found$/,
    says: 'pvc-missing',
    cause: 'storage-pvc-missing',
  },
  // The early form of the text gives nothing but the volume's name.
  {section: 'volumes', is: /^(?<volume>[\w.-]+)$/, says: 'volume-type', cause: 'spec-volume-type'},
];

/** Longest part that is looked at; names in Kubernetes end at 253 characters. */
const PART_LENGTH = 1200;
/** So many unknown parts of one message are kept. */
const UNKNOWN_PARTS = 20;

/** Reads every `Pod not supported …` list in the text. Parts that the grammar doesn't know become `unsupported-other`. */
export function readUnsupported(text: string, clauses: ClauseList): void {
  for (const {words, stage} of OPENINGS) {
    for (let at = text.indexOf(words); at >= 0;) {
      const start = at + words.length;
      at = text.indexOf(words, start);
      readList(text.slice(start, at < 0 ? undefined : at), stage, clauses);
    }
  }
}

function readList(list: string, stage: Stage, clauses: ClauseList): void {
  // A format slip of the scheduler wraps the text in `%!(EXTRA string=…)`; and a sentence may end with a stop.
  let end = list.length;
  while (end > 0 && ').\n\t '.includes(list[end - 1] ?? '')) end--;
  const body = list.slice(0, end);
  let section: Section = 'none';
  let unknown = 0;
  for (let from = 0; from < body.length || from === 0;) {
    const comma = nextSeparator(body, from);
    let part = body.slice(from, comma).trim();
    from = comma + 1;
    const heading = HEADINGS.find(([words]) => part.startsWith(words));
    if (heading) {
      section = heading[1];
      part = part.slice(heading[0].length).trim();
    }
    if (part === '') continue;
    const clause = readPart(part, section, stage);
    if (clause.cause !== undefined || unknown++ < UNKNOWN_PARTS) clauses.add(clause);
  }
}

function nextSeparator(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (text[i] === ',' || text[i] === '\n') return i;
  return text.length;
}

function readPart(part: string, section: Section, stage: Stage): Clause {
  if (part.length <= PART_LENGTH) {
    for (const {section: where, is, says, cause} of PARTS) {
      if (where !== undefined && where !== section) continue;
      if (typeof is === 'string') {
        if (is === part) return {cause, says, stage, text: part, names: {}};
        continue;
      }
      const match = is.exec(part);
      if (match) return {cause, says, stage, text: part, names: namesOf(match.groups)};
    }
  }
  return {says: 'unsupported-other', stage, text: part, names: {part: part.slice(0, 200)}};
}
