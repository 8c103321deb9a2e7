/** Why the doctor could not do its work: said in one sentence, with the command that mends it. Ends the run with `exit`. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
  constructor(
    message: string,
    /** A command or a sentence; the nearest names that do exist. */
    readonly hint?: string,
    /** 1: it could not be done. 2: wrong usage. */
    readonly exit: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** Nothing says which cluster to look at: for a run that can do without one. */
export class NoClusterError extends DoctorError {}
