import {SCHEMA, type Diagnosis, type Run} from '../model/diagnosis.ts';

/** A diagnosis that could not be made: one sentence, still one document. */
export function failedDiagnosis(run: Run, code: 1 | 2, message: string, hint?: string): Diagnosis {
  return {
    schema: SCHEMA,
    run,
    cluster: {},
    subjects: [],
    verdict: 'error',
    causes: [],
    notes: [],
    ruledOut: [],
    notChecked: [],
    error: hint === undefined ? {message} : {message, hint},
    exit: {code, reason: message},
  };
}
