// What `import … from 'fargate-doctor'` gives (docs/library.md). Its types are what the package publishes: they name
// nothing outside of src/model.
import packaged from '../package.json' with {type: 'json'};
import {diagnose as diagnosePod} from './commands/library.ts';
import {DoctorError as Failure} from './facts/errors.ts';
import type {Diagnosis} from './model/diagnosis.ts';
import type {Question, Surroundings} from './model/library.ts';

export type * from './model/diagnosis.ts';
export type * from './model/finding.ts';
export type {Stage} from './model/stage.ts';
export type {Question, Surroundings} from './model/library.ts';

/**
 * Says why a pod that should run on EKS Fargate does not: the document that `-o json` prints. The world's failures (what
 * may not be read, what does not answer) are part of the document.
 *
 * @throws DoctorError where there is no diagnosis: no such pod, no such cluster, neither API, or a question that is none.
 */
export const diagnose = (question: Question, surroundings: Surroundings = {}): Promise<Diagnosis> =>
  diagnosePod(question, surroundings, packaged.version);

/** Why there is no diagnosis: a sentence, and mostly what to do. */
export interface DoctorError extends Error {
  readonly name: 'DoctorError';
  readonly hint?: string | undefined;
  /** 1: it could not be done. 2: the question is wrong. */
  readonly exit: 1 | 2;
}

/** Whether an error is one. */
export const isDoctorError: (error: unknown) => error is DoctorError = (error): error is DoctorError =>
  error instanceof Failure;
