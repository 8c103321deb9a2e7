import type {Diagnosis, PlannedSize, SubjectReport} from '../model/diagnosis.ts';
import {count} from './wording.ts';

// What a report says of pods that are only planned, in words that every format can use.

/** `0.5 vCPU, 1 GB, 20 GB of disk`; of several pods what they are billed together too. */
export function sizeText({vcpu, memoryGb, ephemeralGb, billedEphemeralGb, confirmed}: PlannedSize, pods = 1): string {
  const paid = billedEphemeralGb > 0 ? `, ${round(billedEphemeralGb)} of it billed` : '';
  const each = `${vcpu} vCPU, ${memoryGb} GB, ${ephemeralGb} GB of disk${paid}`;
  const all = pods > 1 ? `; ${pods} pods: ${round(vcpu * pods)} vCPU, ${round(memoryGb * pods)} GB` : '';
  return `${each}${all}${confirmed ? '' : ' (how Fargate counts such a pod is not documented)'}`;
}

/** How the pods of a manifest would fare, without the cause; used where there is not exactly one. */
export function plannedOpening({subjects, manifest}: Diagnosis): string {
  if (subjects.length === 0) {
    const others = manifest?.otherObjects ?? 0;
    return others === 0
      ? 'The manifest has no pods.'
      : `The manifest has no pods: ${count(others, 'object')} of other kinds ${others === 1 ? 'was' : 'were'} passed over.`;
  }
  const of = (verdict: SubjectReport['verdict']): number => subjects.filter((s) => s.verdict === verdict).length;
  const refused = of('causes-found');
  const elsewhere = of('not-fargate');
  const rest = subjects.length - refused - elsewhere;
  if (refused > 0) return `${refused} of ${subjects.length} would not run on Fargate.`;
  if (elsewhere === subjects.length) return `None of ${subjects.length} would go to Fargate.`;
  const would = manifest?.offline
    ? `Nothing in the manifest keeps ${rest === subjects.length ? `its ${rest}` : `${rest} of ${subjects.length}`} from Fargate`
    : `${rest === subjects.length ? `All ${rest}` : `${rest} of ${subjects.length}`} would run on Fargate`;
  const others = elsewhere > 0 ? `; ${elsewhere} would not go there` : '';
  return `${would}${others}${manifest?.offline ? '; no cluster was looked at' : ''}.`;
}

const round = (amount: number): number => Math.round(amount * 100) / 100;
